import { ServiceError } from "../service-error.ts";

/** An action on Bedrock, as IAM knows it. */
export interface Action {
  /** Such as `"bedrock:InvokeModel"`. */
  readonly name: string;
  /** The ARN of what it is done to, `*` for an action without a resource of its own. */
  readonly resource: string;
}

/**
 * Cognito confines guests of the enhanced flow to the services of a session policy, and Bedrock is
 * not one of them.
 *
 * Source: AmazonCognitoUnAuthedIdentitiesSessionPolicy in the AWS Managed Policy Reference, and
 * "Troubleshoot access denied error messages" in the AWS IAM User Guide.
 */
export const deniedToGuest = ({ name, resource }: Action): ServiceError =>
  new ServiceError(
    "AccessDeniedException",
    `User: arn:aws:sts::123456789012:assumed-role/guest/CognitoIdentityCredentials is not authorized to perform: ${name} on resource: ${resource} because no session policy allows the ${name} action`,
  );
