import { applyGuardrail } from "./apply-guardrail.ts";
import { assessment } from "./assessment.ts";
import { asyncInvoke } from "./async-invoke.ts";
import { automatedReasoning } from "./automated-reasoning.ts";
import { citations } from "./citations.ts";
import { converse } from "./converse.ts";
import { countTokens } from "./count-tokens.ts";
import type { Docstrings } from "./docstring.ts";
import { events } from "./events.ts";
import { invokeGuardrailChecks } from "./invoke-guardrail-checks.ts";
import { media } from "./media.ts";
import { message } from "./message.ts";
import { tools } from "./tools.ts";

/** Our own words for every type and member that is generated. */
export const docstrings: Docstrings = {
  ...automatedReasoning,
  ...assessment,
  ...citations,
  ...media,
  ...message,
  ...tools,
  ...converse,
  ...events,
  ...countTokens,
  ...applyGuardrail,
  ...invokeGuardrailChecks,
  ...asyncInvoke,
};
