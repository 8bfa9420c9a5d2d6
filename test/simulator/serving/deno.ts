import { createSimulator } from "bedrock-fetch/simulator";

declare const Deno: {
  serve(
    options: { hostname: string; port: number; onListen: (address: { port: number }) => void },
    handler: (request: Request, info: object) => Promise<Response>,
  ): unknown;
};

const simulator = createSimulator({
  onInvocationEnd: (entry) => console.log(JSON.stringify(entry)),
});
const onListen = ({ port }: { port: number }) => console.log(`http://127.0.0.1:${port}`);
Deno.serve({ hostname: "127.0.0.1", port: 0, onListen }, simulator);
