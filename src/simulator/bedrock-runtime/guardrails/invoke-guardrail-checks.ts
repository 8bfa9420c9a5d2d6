import { checkShape, type Shape } from "../../constraints.ts";
import {
  arrayAt,
  isObject,
  type JsonObject,
  objectAt,
  parseJsonInput,
  stringAt,
} from "../../json.ts";
import type { Operation } from "../operation.ts";
import { exchangeOf } from "../response/exchange.ts";
import { jsonResponse } from "../response/json-response.ts";
import { nonEmpty } from "../shapes.ts";
import { unitsOf } from "./guardrail.ts";

const structure = (members: Readonly<Record<string, Shape>>, ...required: string[]): Shape => ({
  type: "structure",
  members,
  required,
});
const categories = (max: number, ...values: string[]): Shape => ({
  type: "list",
  min: 1,
  max,
  of: structure({ category: { type: "string", values } }, "category"),
});

/** What is found of sensitive information, and by what. Of the other types nothing is ever found. */
const PATTERNS: Readonly<Record<string, RegExp>> = {
  AWS_ACCESS_KEY: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  CREDIT_DEBIT_CARD_NUMBER: /\b(?:\d{4}[ -]?){3}\d{4}\b/g,
  EMAIL: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  INTERNATIONAL_BANK_ACCOUNT_NUMBER: /\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b/g,
  IP_ADDRESS: /\b(?:\d{1,3}\.){3}\d{1,3}\b/g,
  MAC_ADDRESS: /\b(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}\b/g,
  PHONE: /(?<![\d-])(?:\+\d{1,3}[ -])?\(?\d{3}\)?[ -]\d{3}[ -]\d{4}\b/g,
  URL: /\bhttps?:\/\/[^\s"<>]+/g,
  US_SOCIAL_SECURITY_NUMBER: /\b\d{3}-\d{2}-\d{4}\b/g,
};

/** The entity types of the service model. */
const entityTypes =
  `ADDRESS AGE AWS_ACCESS_KEY AWS_SECRET_KEY CA_HEALTH_NUMBER CA_SOCIAL_INSURANCE_NUMBER
  CREDIT_DEBIT_CARD_CVV CREDIT_DEBIT_CARD_EXPIRY CREDIT_DEBIT_CARD_NUMBER DRIVER_ID EMAIL
  INTERNATIONAL_BANK_ACCOUNT_NUMBER IP_ADDRESS LICENSE_PLATE MAC_ADDRESS NAME PASSWORD PHONE PIN
  SWIFT_CODE UK_NATIONAL_HEALTH_SERVICE_NUMBER UK_NATIONAL_INSURANCE_NUMBER
  UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER URL USERNAME US_BANK_ACCOUNT_NUMBER US_BANK_ROUTING_NUMBER
  US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER US_PASSPORT_NUMBER US_SOCIAL_SECURITY_NUMBER
  VEHICLE_IDENTIFICATION_NUMBER`.split(/\s+/);

const request: Shape & { type: "structure" } = {
  type: "structure",
  required: ["messages", "checks"],
  members: {
    messages: {
      type: "list",
      min: 1,
      of: structure(
        {
          role: { type: "string", values: ["user", "assistant", "system"] },
          content: { type: "list", min: 1, of: structure({ text: nonEmpty }) },
        },
        "role",
        "content",
      ),
    },
    checks: structure({
      contentFilter: structure(
        { categories: categories(5, "VIOLENCE", "HATE", "SEXUAL", "MISCONDUCT", "INSULTS") },
        "categories",
      ),
      promptAttack: structure(
        { categories: categories(3, "JAILBREAK", "PROMPT_INJECTION", "PROMPT_LEAKAGE") },
        "categories",
      ),
      sensitiveInformation: structure(
        {
          entities: {
            type: "list",
            min: 1,
            max: 31,
            of: structure({ type: { type: "string", values: entityTypes } }, "type"),
          },
        },
        "entities",
      ),
    }),
  },
};

/** A text that says so by its own name is what a category looks for: `[JAILBREAK]`, say. */
const severity = (text: string, category: string): number =>
  text.toUpperCase().includes(`[${category}]`) ? 1 : 0;

/**
 * InvokeGuardrailChecks. A category is found in a text that has its name in brackets, such as
 * `[VIOLENCE]`; of sensitive information, what has a form is found by it.
 */
export const invokeGuardrailChecks: Operation = (call) => {
  const input = parseJsonInput(call.bytes);
  checkShape(input, request);
  return () => {
    const texts = textsIn(input);
    const all = texts.map(({ text }) => text).join("\n");
    const checks = objectAt(input, "checks");
    const results: Record<string, object> = {};
    const usage: Record<string, object> = {};
    for (const check of ["contentFilter", "promptAttack"]) {
      if (!isObject(checks[check])) continue;
      const named = arrayAt(objectAt(checks, check), "categories").filter(isObject);
      results[check] = {
        results: named.map(({ category }) => ({
          category,
          severityScore: severity(all, String(category)),
        })),
      };
      usage[check] = { textUnits: unitsOf(all) };
    }
    if (isObject(checks.sensitiveInformation)) {
      const entities = arrayAt(checks.sensitiveInformation, "entities").filter(isObject);
      const types = entities.map(({ type }) => String(type));
      results.sensitiveInformation = {
        results: texts.flatMap((place) => types.flatMap((type) => entitiesIn(place, type))),
        truncated: false,
      };
      usage.sensitiveInformation = { textUnits: unitsOf(all) };
    }
    return jsonResponse({ results, usage }, exchangeOf(call));
  };
};

interface Place {
  readonly text: string;
  readonly messageIndex: number;
  readonly contentIndex: number;
}

const textsIn = (input: JsonObject): Place[] =>
  arrayAt(input, "messages")
    .filter(isObject)
    .flatMap((message, messageIndex) =>
      arrayAt(message, "content")
        .filter(isObject)
        .map((block, contentIndex) => ({
          text: stringAt(block, "text"),
          messageIndex,
          contentIndex,
        })),
    );

function entitiesIn({ text, messageIndex, contentIndex }: Place, type: string): object[] {
  const pattern = PATTERNS[type];
  return Array.from(pattern ? text.matchAll(pattern) : [], (match) => ({
    beginOffset: match.index,
    confidenceScore: 1,
    contentIndex,
    endOffset: match.index + match[0].length,
    messageIndex,
    type,
  }));
}
