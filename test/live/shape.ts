/** A JSON value without its values: its keys in their order, and types. */
export function shape(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `[${[...new Set(value.map(shape))].join(" | ")}]`;
  if (typeof value !== "object") return typeof value;
  const members = Object.entries(value).map(([name, value]) => `${name}: ${shape(value)}`);
  return `{ ${members.join(", ")} }`;
}

/** Neighbors that are alike, told once. */
export function withoutRepeats(lines: readonly string[]): string[] {
  return lines.filter((line, i) => line !== lines[i - 1]);
}

/** The lines that only one of two lists has, as a diff writes them; what is only in another place, too. */
export function differences(aws: readonly string[], simulator: readonly string[]): string[] {
  const lost = aws.filter((line) => !simulator.includes(line)).map((line) => `only AWS: ${line}`);
  const added = simulator
    .filter((line) => !aws.includes(line))
    .map((line) => `only the simulator: ${line}`);
  const common = aws.filter((line) => simulator.includes(line));
  const commonThere = simulator.filter((line) => aws.includes(line));
  const reordered =
    common.join("\n") === commonThere.join("\n")
      ? []
      : [`in another order: ${common.join(" / ")}  —  ${commonThere.join(" / ")}`];
  return [...lost, ...added, ...reordered];
}
