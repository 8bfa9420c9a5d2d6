/**
 * The part of fetch that this library uses: it is called as `fetch(url, init)` and resolves with a
 * `Response`. The runtime's own fits, and so does any function of this form: `typeof fetch` would
 * require more in some runtimes (Bun's has `preconnect`).
 */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;
