import * as library from "bedrock-fetch";
import { InvalidArgumentError, type Operation } from "bedrock-fetch";
import { describe, expect, it } from "vitest";
import { failureOf, loopback, respond } from "../helpers/loopback.ts";
import type { ServiceModel, Structure } from "../helpers/service-model/service-model.ts";
import { haveShared, sharedJson } from "../helpers/shared.ts";

/** Each operation that a client has, with the members that the model requires of its input. */
function operations(): [string, readonly string[]][] {
  if (!haveShared) return [];
  const model = sharedJson<ServiceModel>("reference/bedrock-runtime-service.json");
  return Object.values(model.operations).flatMap(({ name, input }) => {
    const value = name.slice(0, 1).toLowerCase() + name.slice(1);
    const { required = [] } = model.shapes[input.shape] as Structure;
    return value in library ? [[value, required] as [string, readonly string[]]] : [];
  });
}

describe.skipIf(!haveShared)("the members that the model requires of an input", () => {
  it("are of ten operations", () => {
    expect(operations()).toHaveLength(10);
  });

  it.each(operations())("are asked of %s before any request", async (name, required) => {
    const operation = (library as never as Record<string, Operation<object, unknown>>)[name]!;
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}"));
    const whole = Object.fromEntries(required.map((member) => [member, "x"]));
    for (const member of required) {
      for (const value of [undefined, null]) {
        const error = await failureOf(client.call(operation, { ...whole, [member]: value }));
        expect(error).toBeInstanceOf(InvalidArgumentError);
        expect(error).toMatchObject({ field: member });
      }
    }
    for (const input of [undefined, null, "x"]) {
      const error = await failureOf(client.call(operation, input as never));
      expect(error).toMatchObject({ code: "INVALID_ARGUMENT", field: "input" });
    }
    expect(server.received).toHaveLength(0);
  });
});
