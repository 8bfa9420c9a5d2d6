import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Block, parseBlocks } from "../../demo/browser/chat/markdown/blocks.ts";
import { type Inline, parseInline, plainText } from "../../demo/browser/chat/markdown/inline.ts";

const blocks = (source: string): Block[] => parseBlocks(source).map(({ block }) => block);

const text = (text: string): Inline => ({ type: "text", text });

/** All that is read out of blocks, without markup. */
const wordsOf = (parsed: readonly Block[]): string =>
  parsed
    .map((block) => {
      switch (block.type) {
        case "code":
          return block.text;
        case "quote":
          return wordsOf(block.blocks);
        case "list":
          return block.items.map(wordsOf).join(" ");
        case "table":
          return [block.header, ...block.rows].flat().map(inlineWords).join(" ");
        case "rule":
          return "";
        default:
          return inlineWords(block.text);
      }
    })
    .join(" ");

const inlineWords = (source: string): string => plainText(parseInline(source));

describe("blocks of Markdown", () => {
  it("are paragraphs, apart by blank lines", () => {
    expect(blocks("One\nline.\n\n\nTwo.\n")).toEqual([
      { type: "paragraph", text: "One\nline." },
      { type: "paragraph", text: "Two." },
    ]);
  });

  it.each([
    ["# One", 1, "One"],
    ["### Three ###", 3, "Three"],
    ["###### Six", 6, "Six"],
  ])("are headings: %s", (source, depth, heading) => {
    expect(blocks(source)).toEqual([{ type: "heading", depth, text: heading }]);
  });

  it("are not headings without a space, or beyond six", () => {
    expect(blocks("#hash\n####### seven")).toMatchObject([{ type: "paragraph" }]);
  });

  it("are code within fences, whatever is in it", () => {
    expect(blocks("```ts\nconst a = `# *b*`;\n\n- c\n```\nafter")).toEqual([
      { type: "code", text: "const a = `# *b*`;\n\n- c" },
      { type: "paragraph", text: "after" },
    ]);
    expect(blocks("~~~\n```\n~~~")).toEqual([{ type: "code", text: "```" }]);
    expect(blocks("````\n```\n````")).toEqual([{ type: "code", text: "```" }]);
  });

  it("are code while its fence is still open, and where it is indented", () => {
    expect(blocks("```\nlet")).toEqual([{ type: "code", text: "let" }]);
    expect(blocks("    let a\n      b")).toEqual([{ type: "code", text: "let a\n  b" }]);
  });

  it("are lists of bullets, of numbers, and within one another", () => {
    expect(blocks("- one\n- two\n  - inner\n    more\n- three")).toEqual([
      {
        type: "list",
        start: undefined,
        loose: false,
        items: [
          [{ type: "paragraph", text: "one" }],
          [
            { type: "paragraph", text: "two" },
            {
              type: "list",
              start: undefined,
              loose: false,
              items: [[{ type: "paragraph", text: "inner\nmore" }]],
            },
          ],
          [{ type: "paragraph", text: "three" }],
        ],
      },
    ]);
    expect(blocks("3. c\n4. d")).toMatchObject([{ type: "list", start: 3, items: [{}, {}] }]);
  });

  it("are loose lists where blank lines are between the items, and code can be in one", () => {
    expect(blocks("1. one\n\n   ```\n   x\n   ```\n\n2. two\n\nafter")).toMatchObject([
      {
        type: "list",
        loose: true,
        items: [
          [{ type: "paragraph" }, { type: "code", text: "x" }],
          [{ type: "paragraph", text: "two" }],
        ],
      },
      { type: "paragraph", text: "after" },
    ]);
  });

  it("are not a list where a line of a paragraph begins with a year", () => {
    expect(blocks("It was\n2026. Then\nit ended.")).toMatchObject([{ type: "paragraph" }]);
  });

  it("are quotes and rules", () => {
    expect(blocks("> one\n> - two\n\n---\n***")).toMatchObject([
      { type: "quote", blocks: [{ type: "paragraph" }, { type: "list" }] },
      { type: "rule" },
      { type: "rule" },
    ]);
  });

  it("are tables, with marks in their cells", () => {
    expect(blocks("| a | b \\| c |\n|:--|--:|\n| **1** | 2 |\n\nafter")).toEqual([
      { type: "table", header: ["a", "b | c"], rows: [["**1**", "2"]] },
      { type: "paragraph", text: "after" },
    ]);
    expect(blocks("a | b\n- | -\n1 | 2")).toMatchObject([{ type: "table", rows: [["1", "2"]] }]);
  });
});

describe("inline Markdown", () => {
  it.each<[string, Inline[]]>([
    ["**b**", [{ type: "strong", content: [text("b")] }]],
    [
      "*i* and _j_",
      [{ type: "em", content: [text("i")] }, text(" and "), { type: "em", content: [text("j")] }],
    ],
    ["~~gone~~", [{ type: "del", content: [text("gone")] }]],
    [
      "**b *i***",
      [{ type: "strong", content: [text("b "), { type: "em", content: [text("i")] }] }],
    ],
    [
      "*i **b***",
      [{ type: "em", content: [text("i "), { type: "strong", content: [text("b")] }] }],
    ],
    ["***both***", [{ type: "strong", content: [{ type: "em", content: [text("both")] }] }]],
    ["`a*b*`", [{ type: "code", text: "a*b*" }]],
    ["`` a`b ``", [{ type: "code", text: "a`b" }]],
    ["a  \nb", [text("a"), { type: "break" }, text("b")]],
    ["a\\\nb", [text("a"), { type: "break" }, text("b")]],
    ["\\*a\\*", [text("*a*")]],
    [
      '[a *b*](https://example.org/c_(d) "t")',
      [
        {
          type: "link",
          href: "https://example.org/c_(d)",
          content: [text("a "), { type: "em", content: [text("b")] }],
        },
      ],
    ],
    [
      "see https://example.org/a.",
      [
        text("see "),
        {
          type: "link",
          href: "https://example.org/a",
          content: [text("https://example.org/a")],
        },
        text("."),
      ],
    ],
    [
      "![alt](https://example.org/i.png)",
      [{ type: "link", href: "https://example.org/i.png", content: [text("alt")] }],
    ],
  ])("%s", (source, expected) => {
    expect(parseInline(source)).toEqual(expected);
  });

  it.each([
    "snake_case_name",
    "2 * 3 * 4",
    "**open",
    "`open",
    "[open](",
    "<b>hi</b>",
    "a ~ b",
    "_",
  ])("leaves %s as it is", (source) => {
    expect(parseInline(source)).toEqual([text(source)]);
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc",
    "//evil.example",
    "JAVASCRIPT:x",
  ])("makes no link of %s", (href) => {
    expect(JSON.stringify(parseInline(`[x](${href})`))).not.toContain("link");
  });
});

const marks = [
  "*",
  "**",
  "_",
  "`",
  "```",
  "~~",
  "[",
  "](",
  ")",
  "#",
  "- ",
  "1. ",
  "> ",
  "|",
  "---",
];
const markdown = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...marks,
        "\n",
        "\n\n",
        "  ",
        "    ",
        "\\",
        "!",
        "https://",
        "<b>",
        "\t",
        "\r\n",
      ),
      fc.string({ unit: "grapheme", maxLength: 6 }),
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(""));

describe("any text as Markdown", () => {
  it("is read", () => {
    fc.assert(
      fc.property(markdown, (source) => {
        expect(typeof wordsOf(blocks(source))).toBe("string");
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps every word in its order, save what links and fences hide", () => {
    const words = fc
      .array(
        fc.oneof(
          fc.constantFrom(
            "*",
            "**",
            "_",
            "`",
            "~~",
            "#",
            "- ",
            "> ",
            "|",
            "---",
            "\n",
            "\n\n",
            "  ",
            "    ",
            "\\",
            "!",
          ),
          fc.stringMatching(/^[a-z]{1,6}$/),
        ),
        { maxLength: 60 },
      )
      .map((pieces) => pieces.join(""))
      // A fence's language is not shown.
      .filter((source) => !source.includes("```") && !source.includes("~~~"));
    const letters = (source: string) => source.replace(/[^a-z]/g, "");
    fc.assert(
      fc.property(words, (source) => {
        expect(letters(wordsOf(blocks(source)))).toBe(letters(source));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    "*",
    "_",
    "`",
    "~",
    "[",
    "[](",
    "> ",
    "- ",
    "|",
    "# ",
    "* a ",
    "**a ",
    "![",
    "\\",
    "https://a(",
  ])("takes time in proportion: %j", (piece) => {
    const took = (count: number) => {
      const source = piece.repeat(count);
      const start = performance.now();
      wordsOf(blocks(source));
      wordsOf(blocks(source.replaceAll(" ", "\n")));
      return performance.now() - start;
    };
    took(1_000);
    // Ten times the text takes ten times as long, and not a hundred: generous, for slow machines.
    expect(took(30_000)).toBeLessThan(30 * took(3_000) + 200);
  });
});
