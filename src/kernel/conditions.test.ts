import { describe, expect, it } from "vitest";
import { names, readTags } from "./conditions.ts";

describe("the tags of a condition", () => {
  it.each([
    ['"3"', ["3"]],
    ['W/"3"', ["3"]],
    ['"1", W/"2","3"', ["1", "2", "3"]],
    [' , "1",, "2" ,', ["1", "2"]],
    ['"a,b", "c d"', null], // no space in a tag
    ['"a,b", ""', ["a,b", ""]],
    ["*", "*"],
    [" * ", "*"],
    ['*, "1"', null],
    ["3", null],
    ['"3', null],
    ['w/"3"', null],
    ['"1" "2"', null],
    ["", null],
    [",", null],
    ['"\u00e9"', ["\u00e9"]],
  ] as const)("of %j are %j", (header, tags) => {
    expect(readTags(header)).toEqual(tags);
  });

  it("are read in no time, however hostile", () => {
    expect(readTags(`"1"${" ,\t".repeat(50_000)}x`)).toBeNull();
    expect(readTags(`${", ".repeat(50_000)}"1"`)).toEqual(["1"]);
  });

  it("name what is there, and nothing names what is not", () => {
    expect([names("*", "3"), names(["2", "3"], "3"), names(["2"], "3"), names([], "3")]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([names("*", undefined), names(["3"], undefined)]).toEqual([false, false]);
  });
});
