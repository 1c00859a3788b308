import { expect, it } from "vitest";
import { readPhone } from "./phone.ts";

it.each([
  ["(813) 555-0142", "+18135550142", null],
  ["+1 813-555-0142", "+18135550142", null],
  ["813.555.0142 x12", "+18135550142", "12"],
  ["8135550142 ext. 7", "+18135550142", "7"],
  ["（８１３）５５５－０１４２", "+18135550142", null],
  ["861-555-0100", "+18615550100", null], // an area code that is younger than the tables
  ["436 555 0100", "+14365550100", null],
  ["202-911-1234", "+12029111234", null],
  ["787-555-0142", "+17875550142", null],
  ["+1684 258 1234", "+16842581234", null],
  ["+44 20 7946 0958", "+442079460958", null],
  ["011 44 20 7946 0958", "+442079460958", null],
])("%s is %s", (text, e164, extension) => expect(readPhone(text)).toEqual({ e164, extension }));

it.each(["555-0142", "911", "call me", "1-800-FLOWERS", "(813) 555-0142 Mike", "00442079460958", ""])(
  "%j is not a phone number that can be dialled from anywhere",
  (text) => expect(readPhone(text)).toEqual({ problem: expect.stringContaining("with its area code") }),
);

it.each([
  "813-555-0142 / 813-555-0143",
  "8135550142 8135550143",
  "813-555-0142, 813-555-0143",
  "8135550142;8135550143",
])("%s is two numbers, not one", (text) =>
  expect(readPhone(text)).toEqual({ problem: expect.stringContaining("must be one phone number") }),
);
