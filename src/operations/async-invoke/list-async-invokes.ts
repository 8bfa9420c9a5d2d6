import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import { UnexpectedResponseError } from "../../errors/unexpected-response-error.ts";
import { fromJson } from "../../protocol/json/blobs.ts";
import { jsonOutput } from "../../protocol/json/json-operation.ts";
import { checkMembers } from "../../protocol/members.ts";
import type { Operation } from "../../protocol/operation.ts";
import { percentEncoded } from "../../protocol/path-label.ts";
import { LIST_ASYNC_INVOKES_OUTPUT_BLOBS } from "./members.ts";
import type { ListAsyncInvokesInput, ListAsyncInvokesOutput } from "./types.ts";

/**
 * `GET /async-invoke`: a page of the account's jobs; `asyncInvokePages` has all of them. Needs the
 * IAM action `bedrock:ListAsyncInvokes`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ListAsyncInvokes.html
 *
 * @throws what `BedrockClient.call` throws
 *
 * @example
 * ```ts
 * import { BedrockClient, listAsyncInvokes } from "bedrock-fetch";
 * import { fromEnv } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockClient({ ...fromEnv(), region: "us-east-1" });
 * const { asyncInvokeSummaries = [] } = await bedrock.call(listAsyncInvokes, {
 *   statusEquals: "InProgress",
 * });
 * console.log(asyncInvokeSummaries.length);
 * ```
 */
export const listAsyncInvokes: Operation<ListAsyncInvokesInput, ListAsyncInvokesOutput> = {
  request(input) {
    checkMembers("input", input);
    const query = Object.entries(input).flatMap(([member, value]) => {
      const isAbsent = value === undefined || value === null;
      return isAbsent ? [] : [`${percentEncoded(member, member)}=${queryValue(member, value)}`];
    });
    return { method: "GET", path: ["/async-invoke", query.join("&")].filter(Boolean).join("?") };
  },
  response: (response) => jsonOutput(response, fromJson(LIST_ASYNC_INVOKES_OUTPUT_BLOBS)),
};

function queryValue(member: string, value: unknown): string {
  if (!(value instanceof Date)) return percentEncoded(member, String(value));
  if (Number.isNaN(value.getTime())) throw new InvalidArgumentError(member, "must be a valid Date");
  return percentEncoded(member, value.toISOString().replace(".000Z", "Z"));
}

/**
 * Every page of the account's jobs, each requested when the loop asks for it.
 *
 * @param bedrock - the client that makes the calls
 * @param options - those of each call
 * @throws what `BedrockClient.call` throws, and UnexpectedResponseError `REPEATED_TOKEN`
 *
 * @example
 * ```ts
 * import { asyncInvokePages, BedrockClient } from "bedrock-fetch";
 * import { fromEnv } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockClient({ ...fromEnv(), region: "us-east-1" });
 * for await (const { asyncInvokeSummaries = [] } of asyncInvokePages(bedrock)) {
 *   for (const { invocationArn, status } of asyncInvokeSummaries) console.log(invocationArn, status);
 * }
 * ```
 */
export async function* asyncInvokePages<Options>(
  bedrock: {
    call(
      operation: typeof listAsyncInvokes,
      input: ListAsyncInvokesInput,
      options?: Options,
    ): Promise<ListAsyncInvokesOutput>;
  },
  input: ListAsyncInvokesInput = {},
  options?: Options,
): AsyncGenerator<ListAsyncInvokesOutput, void, undefined> {
  let { nextToken } = input;
  do {
    const page = await bedrock.call(listAsyncInvokes, { ...input, nextToken }, options);
    yield page;
    if (nextToken && page.nextToken === nextToken) {
      const error = new UnexpectedResponseError(
        "REPEATED_TOKEN",
        "The page's nextToken is the one that led to it",
      );
      throw Object.assign(error, { $metadata: page.$metadata });
    }
    nextToken = page.nextToken;
  } while (nextToken);
}
