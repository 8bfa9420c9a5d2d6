import type { Service } from "./service.ts";
import { ServiceError } from "./service-error.ts";

/** STS: no operation of it is simulated yet. */
export const sts: Service = async () => {
  throw new ServiceError("ResourceNotFoundException", "STS is not simulated.");
};
