import { ServiceError, validationException } from "./service-error.ts";

/** Anything that JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const objectAt = (object: JsonObject, name: string): JsonObject => {
  const value = object[name];
  return isObject(value) ? value : {};
};

export const arrayAt = (object: JsonObject, name: string): readonly Json[] => {
  const value = object[name];
  return Array.isArray(value) ? value : [];
};

export const stringAt = (object: JsonObject, name: string): string => {
  const value = object[name];
  return typeof value === "string" ? value : "";
};

export const stringsAt = (object: JsonObject, name: string): string[] =>
  arrayAt(object, name).filter((item) => typeof item === "string");

/** @throws ServiceError as the service refuses a body that lacks what the model needs. */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined || value === null) {
    throw malformed(`#: required key [${name}] not found`);
  }
  return value;
}

/** A positive whole number of at most `max`, or `fallback` if it is unset. */
export function limitAt(
  object: JsonObject,
  name: string,
  fallback: number,
  max: number = Number.POSITIVE_INFINITY,
): number {
  const value = object[name];
  if (value === undefined || value === null) return fallback;
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw malformed(`#/${name}: expected type: Integer, found: ${typeof value}`);
  }
  if (value < 1) throw malformed(`#/${name}: ${value} is not greater or equal to 1`);
  if (value > max) throw malformed(`#/${name}: ${value} is not less or equal to ${max}`);
  return value;
}

/** @throws ServiceError as the service refuses a body with members that the model does not know. */
export function checkMembers(body: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(body).find(
    (name) => !known.includes(name) && !name.startsWith("amazon-bedrock-"),
  );
  if (unknown !== undefined) throw malformed(`#: extraneous key [${unknown}] is not permitted`);
}

export const malformed = (what: string): ServiceError =>
  validationException(
    `Malformed input request: ${what}, please reformat your input and try again.`,
  );

/** The body of every model is a JSON object. */
export function parseObject(body: Uint8Array): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw validationException("Malformed input request, please reformat your input and try again.");
  }
  if (!isObject(value)) throw malformed("#: expected type: JSONObject");
  return value;
}

/** The input of an operation that travels as a JSON object; no body is an empty one. */
export function parseJsonInput(body: Uint8Array): JsonObject {
  if (body.length === 0) return {};
  let value: Json;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new ServiceError("SerializationException", "The request body is not valid JSON.");
  }
  if (isObject(value)) return value;
  throw new ServiceError("SerializationException", "The request body must be a JSON object.");
}
