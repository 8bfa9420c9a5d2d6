import type { Credentials } from "bedrock-fetch";

/** What a set module gets: a test runner, the library and a server. It names no runtime. */
export interface Context {
  it(name: string, body: (t: TestContext) => void | Promise<void>): void;
  library: Library;
  /** The client that the entry made at module scope. */
  client: InstanceType<Library["BedrockRuntime"]>;
  /** What the runtime at hand has, where that differs by design. */
  runtime: Runtime;
  setting: Setting;
}

interface TestContext {
  /** Ends the test without a verdict. The reason is printed. */
  leaveOut(reason: string): never;
}

interface Runtime {
  /** Responses of another origin hide their headers, and long-term keys are refused. */
  page: boolean;
  /** Has environment variables; the starter has set AWS's. */
  environment: boolean;
}

/** What the server knows and a client has to be told. JSON: it goes from the starter to the entry. */
export interface Setting {
  /** The test server: the simulator, the recordings, and what can be observed of them. */
  server: string;
  /** Temporary, as a page or a Worker has them. */
  credentials: Credentials & { readonly sessionToken: string };
  apiKey: string;
  identityPoolId: string;
  /** An identity provider that the pool trusts, and a token of its. */
  login: { issuer: string; token: string };
  /** A role that trusts both the pool and the login's token. */
  roleArn: string;
  containerToken: string;
  /** The groups to run; all when unset. */
  groups?: string[];
}

/** The library's public faces in one object, from wherever the entry imports them. */
type Library = typeof import("./library.ts");

export type SetModule = (context: Context) => void;

/** What one runtime's entry hands back. */
export type Report = Result[];

export interface Result {
  group: string;
  test: string;
  outcome: "passed" | "failed" | "left out";
  /** Why it failed or was left out. */
  reason?: string;
}
