import { expect, it } from "vitest";
import { isPostcode, lacksZeros, postcodeOf, zipOf } from "./postcode.ts";

it.each([
  ["02138", "02138"],
  ["02138-1234", "02138"],
  ["021381234", "02138"],
  [" 02138 ", "02138"],
  ["０２１３８", "02138"],
  ["2138", "2138"],
  ["k1a 0b1", "K1A0B1"],
  ["sw1a 1aa", "SW1A1AA"],
  ["00-950", "00-950"],
  ["1234567", "1234567"],
])("%j is the postcode %j", (text, postcode) => expect(postcodeOf(text)).toBe(postcode));

it("only five digits are a US ZIP", () => {
  expect(["33602", "33602-0001", "2138", "K1A 0B1", ""].map(zipOf)).toEqual([
    "33602",
    "33602",
    undefined,
    undefined,
    undefined,
  ]);
});

it.each(["", "-", "1", "12", "ZIP: 02138", "02138/02139", "12345678901", "-1234", "ab\u0000c", "Łódź"])(
  "%j is not a postcode",
  (text) => expect(isPostcode(text)).toBe(false),
);

it("a spreadsheet that took ZIPs for numbers shows by their length", () => {
  expect(["2138", "501", "02138", "12", "K1A"].map(lacksZeros)).toEqual([true, true, false, false, false]);
});
