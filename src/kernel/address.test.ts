import { expect, it } from "vitest";
import { addressBlock } from "./address.ts";

it.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::ffff:c000:201", "192.0.2.1"],
  ["0:0:0:0:0:FFFF:192.0.2.1", "192.0.2.1"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:0DB8:0000:0000:ffff:ffff:ffff:ffff", "2001:db8:0:0::/64"],
  ["2001:db8:0:1::", "2001:db8:0:1::/64"],
  ["2001:db8:0:1:8000::", "2001:db8:0:1::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["unknown", "unknown"],
  ["", ""],
  ["2001:db8::1::2", "2001:db8::1::2"],
])("%s is counted as %s", (address, block) => expect(addressBlock(address)).toBe(block));

it("all addresses of a /64 are one block, and the next /64 is another", () => {
  const hosts = ["::", "::1", "1:2:3:4", "ffff:ffff:ffff:ffff"].map((host) =>
    `2001:db8:a:b:${host}`.replace(":::", "::"),
  );
  expect(new Set(hosts.map(addressBlock))).toEqual(new Set(["2001:db8:a:b::/64"]));
  expect(addressBlock("2001:db8:a:c::1")).not.toBe(addressBlock("2001:db8:a:b::1"));
});
