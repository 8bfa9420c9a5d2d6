import type { Tool } from "./tool.ts";

/** The time at a place, which a model does not know and every browser does. */
export const clock: Tool = {
  name: "clock",
  description: "Returns the current date and time at a place.",
  input: {
    type: "object",
    properties: {
      place: {
        type: "string",
        description: "A large city such as Lisbon, or an IANA time zone such as Europe/Lisbon",
      },
    },
    required: ["place"],
  },
  run(input) {
    const { place } = Object(input);
    if (typeof place !== "string") throw new Error("place must be a string");
    const timeZone = zoneOf(place);
    const now = new Intl.DateTimeFormat("en-GB", {
      dateStyle: "full",
      timeStyle: "short",
      timeZone,
    }).format();
    return `${now} (${timeZone})`;
  },
};

/** Time zones are named after the largest city in them. */
function zoneOf(place: string): string {
  const wanted = place.trim().toLowerCase().replaceAll(" ", "_");
  const zone = Intl.supportedValuesOf("timeZone").find((name) => {
    const lower = name.toLowerCase();
    return lower === wanted || lower.slice(lower.lastIndexOf("/") + 1) === wanted;
  });
  if (zone === undefined) throw new Error(`No time zone is named after ${place}`);
  return zone;
}
