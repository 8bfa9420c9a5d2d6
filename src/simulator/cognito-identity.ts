import type { Service } from "./service.ts";
import { ServiceError } from "./service-error.ts";

/** Cognito Identity: no operation of it is simulated yet. */
export const cognitoIdentity: Service = async () => {
  throw new ServiceError("ResourceNotFoundException", "Cognito Identity is not simulated.");
};
