/** A member of all documents of a family, and the member that only its last document has set. */
const SET_AT_THE_END = [
  ["completion", "stop_reason"], // Claude, completions
  ["outputText", "completionReason"], // Titan
  ["generation", "stop_reason"], // Llama
  ["finishReason", "finishReason"], // Pegasus
  ["is_finished", "is_finished"], // Cohere
] as const;

/** Claude's types and Nova's members that are always followed by more. */
const ON_THE_WAY = /^(message_?st|message_d|content_?block|ping$)/i;

/**
 * Whether a stream's last document is one that an answer can end on.
 *
 * A connection cut between two frames looks like a clean end; only the model's own document shows the difference.
 * The last document of every family carries the service's metrics, but a stream that a guardrail
 * stopped can end without them, so each family's own mark counts too.
 *
 * @returns true: its family ends like this. false: its family never does, so the answer was cut off.
 * undefined: the shape is unknown.
 */
export function endsAnswer(document: unknown): boolean | undefined {
  if (typeof document !== "object" || document === null) return undefined;
  const members = document as Record<string, unknown>;
  const { type, event_type, choices = members.outputs } = members;

  if (
    members["amazon-bedrock-invocationMetrics"] ||
    members["amazon-bedrock-guardrailAction"] === "INTERVENED" ||
    members.metadata ||
    type === "message_stop" ||
    event_type === "stream-end"
  ) {
    return true;
  }
  for (const [member, mark] of SET_AT_THE_END) if (member in members) return Boolean(members[mark]);
  if (Array.isArray(choices) && choices.length > 0) {
    return choices.some((choice) => choice?.stop_reason || choice?.finish_reason);
  }
  const names = typeof type === "string" ? [type] : Object.keys(members);
  return event_type || names.some((name) => ON_THE_WAY.test(name)) ? false : undefined;
}
