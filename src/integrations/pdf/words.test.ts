import { describe, expect, it } from "vitest";
import { breakLines, cleanText, fromLeftToRight } from "./words.ts";

describe("the text of a page", () => {
  it.each([
    ["a\tb\r\nc", "a b c"],
    ["  much   space\u00a0here ", "much space here"],
    ["null\u0000 and \u001b escape", "null and escape"],
    ["\u202Eevil\u202C \u200Bjoined\uFEFF", "evil joined"],
    ["e\u0301", "é"],
    ["half \ud800 letter", "half \ufffd letter"],
    ["🛠\uFE0F", "🛠"],
  ])("has nothing that does not show: %j", (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it("has right-to-left words in the order of the eye, each in the order of its letters", () => {
    expect(fromLeftToRight("Pat Doe")).toEqual(["Pat Doe"]);
    expect(fromLeftToRight("שלום עולם")).toEqual(["עולם", " ", "שלום"]);
    expect(fromLeftToRight("John שלום 12").join("|")).toBe("John |12| |שלום");
  });
});

describe("a line break", () => {
  const widthOf = (text: string) => text.length;

  it("is at a space where there is one, and within a word that is wider than the line", () => {
    expect(breakLines("one two three", 8, widthOf, 9)).toEqual(["one two", "three"]);
    expect(breakLines("abcdefghij", 4, widthOf, 9)).toEqual(["abcd", "efgh", "ij"]);
    expect(breakLines("no abcdefgh", 4, widthOf, 9)).toEqual(["no a", "bcde", "fgh"]);
    expect(breakLines("", 4, widthOf, 9)).toEqual([""]);
  });

  it("never parts a letter from its marks", () => {
    const widthInPoints = (text: string) => Array.from(text).length;
    expect(breakLines("e\u0323\u0302e\u0323\u0302", 3, widthInPoints, 9)).toEqual(["e\u0323\u0302", "e\u0323\u0302"]);
  });

  it("comes to an end: what is more than the lines that there are ends in an ellipsis", () => {
    expect(breakLines("a b c d e f", 1, widthOf, 3)).toEqual(["a", "b", "…"]);
  });
});
