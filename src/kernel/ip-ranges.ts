import ipaddr from "ipaddr.js";

/** A CIDR range or a single address, IPv4 (four decimal parts) or IPv6. */
export function isIpRange(text: string): boolean {
  if (text.includes("%")) return false; // a zone means something on one machine only
  return text.includes("/")
    ? ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || ipaddr.IPv6.isValidCIDR(text)
    : ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}

/** Whether an address lies in one of these ranges, each as `isIpRange` admits it. What is no address lies in none. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address); // an IPv4 address that came as ::ffff:... is one
  return ranges.some((text) => {
    if (!text.includes("/")) return ipaddr.process(text).toString() === ip.toString();
    const range = ipaddr.parseCIDR(text);
    return range[0].kind() === ip.kind() && ip.match(range);
  });
}
