import ipaddr from "ipaddr.js";

/** Whether the text is a CIDR range or a single address, IPv4 (four decimal parts) or IPv6. */
export function isIpRange(text: string): boolean {
  if (text.includes("%")) return false; // an IPv6 zone has a meaning on one machine only
  return text.includes("/")
    ? ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || ipaddr.IPv6.isValidCIDR(text)
    : ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}

/** Whether an address is in one of the ranges, each valid for `isIpRange`. False if `address` is not an IP address. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address); // converts ::ffff:... to the IPv4 address
  return ranges.some((text) => {
    if (!text.includes("/")) return ipaddr.process(text).toString() === ip.toString();
    const range = ipaddr.parseCIDR(text);
    return range[0].kind() === ip.kind() && ip.match(range);
  });
}
