import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";

/** @throws InvalidArgumentError for what is not an object with named members */
export function checkObject(field: string, value: unknown): void {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return;
  throw new InvalidArgumentError(field, "must be an object");
}

/** @throws InvalidArgumentError for what is there and not a function */
export function checkFunction(field: string, value: unknown): void {
  if (value === undefined || typeof value === "function") return;
  throw new InvalidArgumentError(field, "must be a function");
}
