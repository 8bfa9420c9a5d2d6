// Generated from the service model by `npm run generate`: edit test/service-model instead.

/** The members that the input of InvokeGuardrailChecks must have, but for those in its path. */
export const INVOKE_GUARDRAIL_CHECKS_REQUIRED: readonly string[] = ["messages", "checks"];
