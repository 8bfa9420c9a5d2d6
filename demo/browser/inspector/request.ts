import type { Exchange, Step, ToolRun } from "../asking/run.ts";
import { shown, takeApart } from "../canonical-request.ts";
import { element, find } from "../dom.ts";

const view = find("#request", HTMLElement);

let current: Step | undefined;

/** How a request was signed: what went in, and what was sent, never a secret. Or what a tool did. */
export async function showStep(step: Step | undefined): Promise<void> {
  if (step === current) return;
  current = step;
  const parts = step ? (step.kind === "tool" ? toolParts(step) : await requestParts(step)) : [];
  // Another one may have been chosen meanwhile.
  if (step === current) view.replaceChildren(...parts);
}

const toolParts = ({ name, arguments: input, text, failed }: ToolRun): HTMLElement[] => [
  element(
    "p",
    { class: "note" },
    `The model called ${name}, and this page ran it. The result is in the body of the next request.`,
  ),
  section("Input, as the model wrote it", code(input)),
  section(failed ? "Error" : "Result", code(text)),
];

async function requestParts(exchange: Exchange): Promise<HTMLElement[]> {
  const line = code(`${exchange.method} ${exchange.url}`);
  const signed = await takeApart(exchange);
  if (!signed) {
    return [
      line,
      element(
        "p",
        { class: "note" },
        "This request asks for credentials, so it is not signed. Its body may hold tokens and is not kept.",
      ),
    ];
  }
  const { canonicalPath, canonicalHeaders, payloadHash } = signed;
  return [
    line,
    ...operationParts(exchange.url),
    section(
      "Headers sent",
      pairs([...exchange.headers].map(([name, value]) => [name, shown(name, value)])),
      ...(exchange.fault
        ? [pairs([["x-simulator-fault", `${exchange.fault} (added after signing)`]])]
        : []),
    ),
    section(
      "Signature",
      pairs([
        ["Access key", signed.accessKeyId],
        ["Credential scope", signed.credentialScope],
        ["Signed headers", signed.signedHeaders.join("; ")],
      ]),
    ),
    section(
      "Canonical request",
      code(
        [
          exchange.method,
          canonicalPath,
          "(no query)",
          ...canonicalHeaders.map(([name, value]) => `${name}:${shown(name, value)}`),
          "",
          signed.signedHeaders.join(";"),
          payloadHash,
        ].join("\n"),
      ),
    ),
    section(
      "String to sign",
      code(["AWS4-HMAC-SHA256", signed.date, signed.credentialScope, signed.hash].join("\n")),
    ),
    section("Body", code(JSON.stringify(JSON.parse(exchange.body), shortened, 2))),
  ];
}

/** What the operations differ in, by the end of their paths. */
const operations: Readonly<Record<string, readonly [name: string, text: string]>> = {
  "invoke-with-response-stream": [
    "InvokeModelWithResponseStream",
    "The body is in the model’s own format. So are the documents of the answer, which are Base64 inside frames named “chunk”.",
  ],
  "converse-stream": [
    "ConverseStream",
    "The body has the same format for every model. Each frame is one event of the answer in plain JSON, and is named after it.",
  ],
};

function operationParts(url: string): HTMLElement[] {
  const operation = operations[url.slice(url.lastIndexOf("/") + 1)];
  return operation
    ? [
        section(
          "Operation",
          element("p", {}, element("code", {}, operation[0])),
          element("p", {}, operation[1]),
        ),
      ]
    : [];
}

/** A picture is long, and nobody reads Base64. */
const shortened = (_name: string, value: unknown): unknown =>
  typeof value === "string" && value.length > 4000
    ? `${value.slice(0, 60)}… (${value.length.toLocaleString("en")} characters)`
    : value;

const section = (title: string, ...content: readonly Node[]): HTMLElement =>
  element("section", {}, element("h3", {}, title), ...content);

const code = (text: string): HTMLElement => element("pre", { tabindex: 0 }, text);

const pairs = (rows: readonly (readonly [string, string])[]): HTMLElement =>
  element(
    "dl",
    { class: "headers" },
    ...rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
  );
