// Generated from the service model by `npm run generate`, in test/service-model: not edited by hand.

/** The members that the input of InvokeGuardrailChecks must have. */
export const INVOKE_GUARDRAIL_CHECKS_REQUIRED: readonly string[] = ["messages", "checks"];
