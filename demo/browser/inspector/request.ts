import { shown, takeApart } from "../canonical-request.ts";
import { element, find } from "../dom.ts";
import type { Exchange } from "../run.ts";

const view = find("#request", HTMLElement);

let current: Exchange | undefined;

/** How a request was signed: what went in, and what was sent. Never a secret. */
export async function showRequest(exchange: Exchange | undefined): Promise<void> {
  if (exchange === current) return;
  current = exchange;
  const parts = exchange ? await requestParts(exchange) : [];
  // Another one may have been chosen meanwhile.
  if (exchange === current) view.replaceChildren(...parts);
}

async function requestParts(exchange: Exchange): Promise<HTMLElement[]> {
  const line = code(`${exchange.method} ${exchange.url}`);
  const signed = await takeApart(exchange);
  if (!signed) {
    return [
      line,
      element(
        "p",
        { class: "note" },
        "Not signed: it asks for credentials, and its body, which may hold tokens, is not kept.",
      ),
    ];
  }
  const { canonicalPath, canonicalHeaders, payloadHash } = signed;
  return [
    line,
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
    section("Body", code(JSON.stringify(JSON.parse(exchange.body), null, 2))),
  ];
}

const section = (title: string, ...content: readonly Node[]): HTMLElement =>
  element("section", {}, element("h3", {}, title), ...content);

const code = (text: string): HTMLElement => element("pre", { tabindex: 0 }, text);

const pairs = (rows: readonly (readonly [string, string])[]): HTMLElement =>
  element(
    "dl",
    { class: "headers" },
    ...rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
  );
