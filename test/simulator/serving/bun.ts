import { createSimulator } from "bedrock-fetch/simulator";

declare const Bun: {
  serve(options: {
    port: number;
    fetch: (request: Request, server: object) => Promise<Response>;
  }): {
    readonly url: URL;
  };
};

const simulator = createSimulator({
  onInvocationEnd: (entry) => console.log(JSON.stringify(entry)),
});
console.log(Bun.serve({ port: 0, fetch: simulator }).url.origin);
