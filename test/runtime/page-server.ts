import { type HttpServer, serveHttp } from "../helpers/http-server.ts";

export interface Pages {
  /** What a worker evaluates, and posts the outcome of. */
  readonly expression?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Serves a page and its workers, each of which runs `script`. */
export function servePages(
  script: string,
  { expression = "null", headers = {} }: Pages = {},
): Promise<HttpServer> {
  const workers: Readonly<Record<string, string>> = {
    "/dedicated.js": `Promise.resolve(${expression}).then((it) => postMessage(it))`,
    "/shared.js": `onconnect = async ({ ports }) => ports[0].postMessage(await ${expression})`,
    "/service.js": `onmessage = async ({ source }) => source.postMessage(await ${expression})`,
  };
  return serveHttp(({ target }, response) => {
    const code = workers[target];
    response
      .writeHead(200, { "content-type": code ? "text/javascript" : "text/html", ...headers })
      .end(code ? `${script}\n${code}` : `<!doctype html><script>${script}</script>`);
  });
}

/** Each kind of worker, and the expression that starts one in a page and comes to what it posts. */
export const PAGE_WORKERS: readonly (readonly [string, string])[] = [
  ...(["classic", "module"] as const).flatMap((type) => [
    [
      `a page's dedicated worker (${type})`,
      `new Promise((resolve) => {
        globalThis.worker = new Worker("/dedicated.js", { type: "${type}" });
        worker.onmessage = ({ data }) => resolve(data);
      })`,
    ] as const,
    [
      `a page's shared worker (${type})`,
      `new Promise((resolve) => {
        globalThis.worker = new SharedWorker("/shared.js", { type: "${type}", name: "${type}" });
        worker.port.onmessage = ({ data }) => resolve(data);
      })`,
    ] as const,
  ]),
  [
    "a page's service worker",
    `(async () => {
      const answer = new Promise((resolve) => {
        navigator.serviceWorker.onmessage = ({ data }) => resolve(data);
      });
      await navigator.serviceWorker.register("/service.js");
      (await navigator.serviceWorker.ready).active.postMessage("");
      return answer;
    })()`,
  ],
];
