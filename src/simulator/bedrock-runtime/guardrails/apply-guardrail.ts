import { checkConstraints, checkShape, type Shape } from "../../constraints.ts";
import { arrayAt, isObject, objectAt, parseJsonInput, stringAt } from "../../json.ts";
import { ServiceError } from "../../service-error.ts";
import type { Operation } from "../operation.ts";
import { exchangeOf } from "../response/exchange.ts";
import { jsonResponse } from "../response/json-response.ts";
import { guardrailIdentifier, guardrailVersion, MAX_IDENTIFIER, text } from "../shapes.ts";
import { appliedDetails, usageOf, wordPolicy } from "./guardrail.ts";

const request: Shape & { type: "structure" } = {
  type: "structure",
  required: ["source", "content"],
  members: {
    source: { type: "string", values: ["INPUT", "OUTPUT"] },
    outputScope: { type: "string", values: ["INTERVENTIONS", "FULL"] },
    content: {
      type: "list",
      of: {
        type: "structure",
        members: {
          text: { type: "structure", required: ["text"], members: { text } },
          image: {
            type: "structure",
            required: ["format", "source"],
            members: {
              format: { type: "string", values: ["png", "jpeg"] },
              source: { type: "structure", members: { bytes: { type: "blob" } } },
            },
          },
        },
      },
    },
  },
};

/** ApplyGuardrail, with the words that the simulator's guardrails deny. */
export const applyGuardrail: Operation = (call) => {
  const identifier = call.labels.guardrailIdentifier!;
  const version = call.labels.guardrailVersion!;
  checkConstraints([
    ["guardrailIdentifier", identifier, { max: MAX_IDENTIFIER, pattern: guardrailIdentifier }],
    ["guardrailVersion", version, { pattern: guardrailVersion }],
  ]);
  const input = parseJsonInput(call.bytes);
  checkShape(input, request);

  return () => {
    const guardrail = call.guardrails.find(identifier, version);
    if (!guardrail) {
      throw new ServiceError(
        "ResourceNotFoundException",
        "The guardrail identifier or version provided in the request does not exist.",
      );
    }
    const content = arrayAt(input, "content").filter(isObject);
    const texts = content.map((block) => stringAt(objectAt(block, "text"), "text"));
    const images = content.filter((block) => isObject(block.image)).length;
    const all = texts.join("\n");
    const characters = texts.reduce((sum, { length }) => sum + length, 0);
    const matches = guardrail.matches(all);
    const intervened = matches.length > 0;
    const message =
      input.source === "INPUT" ? guardrail.blockedInputMessage : guardrail.blockedOutputMessage;
    const usage = usageOf(all);
    const guardrailCoverage = {
      ...(images > 0 && { images: { guarded: 0, total: images } }),
      textCharacters: { guarded: characters, total: characters },
    };
    const assessment = {
      appliedGuardrailDetails: appliedDetails(guardrail, call.context.region),
      invocationMetrics: { guardrailCoverage, guardrailProcessingLatency: 1, usage },
      ...(intervened && { wordPolicy: wordPolicy(matches) }),
    };
    const answer = {
      action: intervened ? "GUARDRAIL_INTERVENED" : "NONE",
      actionReason: intervened ? "Guardrail blocked." : "No action.",
      assessments: [assessment],
      guardrailCoverage,
      outputs: intervened ? [{ text: message }] : [],
      usage,
    };
    return jsonResponse(answer, exchangeOf(call));
  };
};
