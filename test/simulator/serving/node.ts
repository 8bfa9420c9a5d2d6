import { createSimulator } from "bedrock-fetch/simulator";
import { serve } from "../../../src/simulator/node/index.ts";

const simulator = createSimulator({
  onInvocationEnd: (entry) => console.log(JSON.stringify(entry)),
});
const { url } = await serve(simulator, { port: 0 });
console.log(url);
