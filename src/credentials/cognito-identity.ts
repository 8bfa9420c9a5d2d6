import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import type { Fetch } from "../fetch.ts";
import { exchange } from "./exchange.ts";
import { jsonObject } from "./json-object.ts";
import { serviceError } from "./service-error.ts";

/** The input members that the three operations share out among them. */
export interface CognitoIdentityInput {
  readonly IdentityPoolId?: string;
  readonly IdentityId?: string;
  readonly CustomRoleArn?: string | undefined;
  /** Absent for a guest. */
  readonly Logins?: Readonly<Record<string, string>> | undefined;
}

/**
 * Calls an operation of Amazon Cognito Identity, and gives the member of its answer that it was
 * called for.
 */
export async function callCognitoIdentity(
  operation: string,
  input: CognitoIdentityInput,
  member: string,
  url: string,
  fetch: Fetch | undefined,
): Promise<unknown> {
  const { status, text } = await exchange(
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
  const answer = jsonObject(text);
  if (status !== 200) {
    const { __type, message = answer.Message } = answer;
    throw serviceError(operation, status, __type, message, Object.values(input.Logins ?? {}));
  }
  const value = answer[member];
  if (value) return value;
  throw new CredentialsProviderError("INVALID_RESPONSE", `${operation} gave no usable ${member}.`);
}
