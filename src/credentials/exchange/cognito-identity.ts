import { CredentialsProviderError } from "../../errors/credentials-provider-error.ts";
import type { Fetch } from "../../fetch.ts";
import { exchange, jsonMembers } from "./exchange.ts";
import { serviceError } from "./service-error.ts";

/** The input members of the three operations; each takes some of them. */
export interface CognitoIdentityInput {
  readonly IdentityPoolId?: string;
  readonly IdentityId?: string;
  readonly CustomRoleArn?: string | undefined;
  /** Absent for a guest. */
  readonly Logins?: Readonly<Record<string, string>> | undefined;
}

/**
 * Calls an operation of Amazon Cognito Identity and returns one member of its answer.
 *
 * @throws CredentialsProviderError
 */
export async function callCognitoIdentity(
  operation: string,
  input: CognitoIdentityInput,
  member: string,
  url: string,
  fetch: Fetch | undefined,
): Promise<unknown> {
  const { status, headers, text } = await exchange(
    operation,
    url,
    {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityService.${operation}`,
      },
      body: JSON.stringify(input),
    },
    fetch,
  );
  const answer = jsonMembers(text);
  if (status !== 200) {
    const { __type, code, message = answer.Message } = answer;
    const names = [headers.get("x-amzn-errortype"), code, __type];
    throw serviceError(operation, status, names, message, Object.values(input.Logins ?? {}));
  }
  const value = answer[member];
  if (value) return value;
  throw new CredentialsProviderError("INVALID_RESPONSE", `${operation} returned no ${member}`);
}
