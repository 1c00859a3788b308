import { expect, it } from "vitest";
import { isInRanges, isIpRange } from "./ip-ranges.ts";

it.each(["203.0.113.7", "203.0.113.0/24", "0.0.0.0/0", "2001:db8::/32", "2001:db8::1", "::/0"])(
  "%s is a range",
  (text) => expect(isIpRange(text)).toBe(true),
);

it.each([
  "",
  "203.0.113",
  "203.0.113.0/33",
  "203.0.113.0/-1",
  "0xcb.0.113.7",
  "010.0.0.1",
  "2001:db8::/129",
  "fe80::1%eth0",
  "localhost",
  "203.0.113.7/",
])("%s is not a range", (text) => expect(isIpRange(text)).toBe(false));

it.each([
  ["203.0.113.7", "203.0.113.7", true],
  ["203.0.113.8", "203.0.113.7", false],
  ["203.0.113.255", "203.0.113.0/24", true],
  ["203.0.114.0", "203.0.113.0/24", false],
  ["::ffff:203.0.113.9", "203.0.113.0/24", true],
  ["2001:db8:0:0:0:0:0:1", "2001:db8::1", true],
  ["2001:db8:1::5", "2001:db8::/32", true],
  ["2001:db9::5", "2001:db8::/32", false],
  ["203.0.113.7", "::/0", false],
  ["2001:db8::1", "0.0.0.0/0", false],
  ["unknown", "0.0.0.0/0", false],
])("%s within %s: %s", (address, range, expected) => {
  expect(isInRanges(address, [range])).toBe(expected);
  expect(isInRanges(address, ["192.0.2.1", range])).toBe(expected);
  expect(isInRanges(address, [])).toBe(false);
});
