import ipaddr from "ipaddr.js";

/**
 * The block of addresses that one client has, in one spelling: what a rate limit counts by. An IPv4 address stands for itself, written as
 * IPv6 (`::ffff:192.0.2.1`) too. Of an IPv6 address the first 64 bits count, `2001:db8:0:1::/64`: whoever has one address has all of its
 * network. Any other text, such as `unknown`, is its own block.
 */
export function addressBlock(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const ip = ipaddr.process(address); // converts ::ffff:... to the IPv4 address
  return "parts" in ip ? `${ip.parts.slice(0, 4).map(hex).join(":")}::/64` : ip.toString();
}

const hex = (part: number): string => part.toString(16);
