import {
  ApplyGuardrailCommand,
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  GetAsyncInvokeCommand,
  InvokeGuardrailChecksCommand,
  ListAsyncInvokesCommand,
  StartAsyncInvokeCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import {
  applyGuardrail,
  BedrockClient,
  converse,
  converseStream,
  countTokens,
  getAsyncInvoke,
  invokeGuardrailChecks,
  listAsyncInvokes,
  type Operation,
  startAsyncInvoke,
} from "bedrock-fetch";

// Both clients under one interface, for tests that send one input through both. Its types are given up:
// inputs here come from the service model, not from either client.

const OPERATIONS = {
  Converse: [converse, ConverseCommand],
  ConverseStream: [converseStream, ConverseStreamCommand],
  CountTokens: [countTokens, CountTokensCommand],
  ApplyGuardrail: [applyGuardrail, ApplyGuardrailCommand],
  InvokeGuardrailChecks: [invokeGuardrailChecks, InvokeGuardrailChecksCommand],
  StartAsyncInvoke: [startAsyncInvoke, StartAsyncInvokeCommand],
  GetAsyncInvoke: [getAsyncInvoke, GetAsyncInvokeCommand],
  ListAsyncInvokes: [listAsyncInvokes, ListAsyncInvokesCommand],
} as const;

export type OperationName = keyof typeof OPERATIONS;
export const OPERATION_NAMES = Object.keys(OPERATIONS) as OperationName[];

export type Members = { readonly [member: string]: unknown };
type Call = (operation: OperationName, input: Members) => Promise<Members>;

const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const SINGLE = { region: "us-east-1", credentials: CREDENTIALS, maxAttempts: 1 } as const;

/** This client, and the official one. */
export function bothClients(endpoint: string): { readonly ours: Call; readonly official: Call } {
  const client = new BedrockClient({ ...SINGLE, endpoint });
  const sdk = new BedrockRuntimeClient({
    ...SINGLE,
    endpoint,
    requestHandler: new FetchHttpHandler(),
  });
  return {
    ours: (name, input) =>
      client.call(OPERATIONS[name][0] as unknown as Operation<Members, Members>, input),
    official: (name, input) => {
      const Command = OPERATIONS[name][1] as unknown as new (input: Members) => ConverseCommand;
      return sdk.send(new Command(input)) as unknown as Promise<Members>;
    },
  };
}

/** An answer read to its end: its stream, if it has one, as a list of its events. */
export async function readToEnd(answer: Members): Promise<Members> {
  if (answer.stream === undefined) return answer;
  const events: unknown[] = [];
  for await (const event of answer.stream as AsyncIterable<unknown>) events.push(event);
  return { ...answer, stream: events };
}
