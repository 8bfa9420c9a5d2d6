import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { xmlLeaves } from "../../src/credentials/exchange/xml-leaves.ts";

const leavesOf = (xml: string) => {
  const leaves = xmlLeaves(xml);
  return leaves && Object.fromEntries(leaves);
};

describe("XML of the query protocol", () => {
  it("an answer of STS as it comes", () => {
    const answer = `<?xml version="1.0" encoding="UTF-8"?>
<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithWebIdentityResult>
    <Audience/>
    <Credentials>
      <SessionToken>AQ+/w==&#13;
      </SessionToken>
      <SecretAccessKey>a&lt;b&amp;c</SecretAccessKey>
    </Credentials>
  </AssumeRoleWithWebIdentityResult>
</AssumeRoleWithWebIdentityResponse>
`;
    const result = "AssumeRoleWithWebIdentityResponse/AssumeRoleWithWebIdentityResult";
    expect(leavesOf(answer)).toEqual({
      [`${result}/Audience`]: "",
      [`${result}/Credentials/SessionToken`]: "AQ+/w==\r\n      ",
      [`${result}/Credentials/SecretAccessKey`]: "a<b&c",
    });
  });
});

describe("well-formed", () => {
  it.each<[string, Record<string, string>]>([
    ["<a/>", { a: "" }],
    ["<a></a>", { a: "" }],
    ["<a>text</a >", { a: "text" }],
    ['<a b="1" c = \'>"/\'>text</a>', { a: "text" }],
    ['<a\nxmlns:n="u"><n:b.c-d_e>1</n:b.c-d_e></a>', { "a/n:b.c-d_e": "1" }],
    ["<a>&lt;&gt;&amp;&quot;&apos;</a>", { a: "<>&\"'" }],
    ["<a>&#65;&#x1F600;&amp;lt;</a>", { a: "A😀&lt;" }],
    ["<a><b>first</b><b>second</b></a>", { "a/b": "first" }],
    ["<a>mixed<b>1</b>text</a>", { "a/b": "1" }],
    ["<?xml version='1.0'?>\n<a>1</a>\n", { a: "1" }],
    ["<__proto__><constructor>1</constructor></__proto__>", { "__proto__/constructor": "1" }],
  ])("%s", (xml, leaves) => {
    expect(leavesOf(xml)).toEqual(leaves);
  });
});

describe("not well-formed", () => {
  it.each([
    "",
    "text",
    "<a>",
    "</a>",
    "<a></b>",
    "<a><b></a></b>",
    "<a/><b/>",
    "<a/>text",
    "text<a/>",
    "<a b></a>",
    "<a b=1></a>",
    '<a b="<"></a>',
    "<a",
    "< a/>",
    "<a>&unknown;</a>",
    "<a>&lt</a>",
    "<a>a & b</a>",
    "<a>&#0;</a>",
    "<a>&#x110000;</a>",
    "<a>&#xD800;</a>",
    "<a>&constructor;</a>",
    "<a><![CDATA[x]]></a>",
    "<a><!-- x --></a>",
    "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
    "<?xml version='1.0'",
    "<?pi x?><a/>",
    '{"not": "XML"}',
    "<!doctype html><html><body>Bad gateway</body></html>",
    `${"<a>".repeat(17)}${"</a>".repeat(17)}`,
  ])("refused: %s", (xml) => {
    expect(leavesOf(xml)).toBeUndefined();
  });
});

const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,8}$/);

/** Text, and one of the ways to write it. */
const text = fc
  .array(fc.tuple(fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }), fc.nat(3)), {
    maxLength: 20,
  })
  .map((characters) => ({
    plain: characters.map(([character]) => character).join(""),
    written: characters
      .map(([character, way]) =>
        Array.from(character, (one) => {
          const code = one.codePointAt(0)!;
          if (way === 1) return `&#${code};`;
          if (way === 2) return `&#x${code.toString(16)};`;
          return one.replace("&", "&amp;").replace("<", "&lt;");
        }).join(""),
      )
      .join(""),
  }));

describe("any XML", () => {
  it("any tree of elements has the leaves it was written from", () => {
    const leaves = fc.uniqueArray(fc.tuple(name, name, text), {
      selector: ([parent, child]) => `${parent}/${child}`,
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(leaves, (written) => {
        const xml = written.map(
          ([a, b, { written }]) => `<${a} x="y"><${b}>${written}</${b}></${a}>`,
        );
        const expected = written.map(([a, b, { plain }]) => [`root/${a}/${b}`, plain]);
        expect(xmlLeaves(`<root>${xml.join("\n")}</root>`)).toEqual(
          new Map(expected as [string, string][]),
        );
      }),
    );
  });

  it("no text makes it throw, or take long", () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      "/",
      "a",
      " ",
      "=",
      '"',
      "'",
      "&",
      ";",
      "#",
      "x",
      "?",
      "!",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        xmlLeaves(pieces.join(""));
        xmlLeaves(`<a>${pieces.join("")}</a>`);
      }),
      { numRuns: 500 },
    );
    for (const long of [" ", "<", "&", "<a ", '<a b="c" ', "&#x", "a", "<a>"]) {
      const started = performance.now();
      xmlLeaves(`<a${long.repeat(65_536 / long.length)}`);
      xmlLeaves(`<a>${long.repeat(65_536 / long.length)}`);
      expect(performance.now() - started).toBeLessThan(500);
    }
  });
});
