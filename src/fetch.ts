/** What is called as `fetch(url, init)`: the runtime's own, a wrapper of it, a simulator. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;
