// Where a webhook may point (SSRF: reliability.md 2.2). The Worker's own network is Cloudflare's edge, but a URL is judged as if it were ours.

const PORTS = new Set(["", "443", "8443"]);
const MAX_LENGTH = 2048;
const PRIVATE_NAME = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa)$/;

/** Loopback, private, link-local, shared, documentation, multicast, reserved, and the ranges that carry an IPv4 address inside IPv6. */
const BLOCKED = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "::/96",
  "::ffff:0:0/96",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "100::/64",
  "2001::/32",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
  "fc00::/7",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
].map((range) => {
  const [base = "", bits] = range.split("/");
  return { base: addressBits(base) ?? "", bits: Number(bits) };
});

/** An IP address as a string of bits, 32 or 128; undefined for a host name. Takes what `URL.hostname` makes of an address, without brackets. */
function addressBits(host: string): string | undefined {
  const binary = (value: number, width: number) => value.toString(2).padStart(width, "0");
  if (/^\d+(?:\.\d+){3}$/.test(host))
    return host
      .split(".")
      .map((byte) => binary(Number(byte), 8))
      .join("");
  if (!host.includes(":")) return undefined;
  const [head = [], tail = []] = host.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return [...head, ...zeros, ...tail].map((group) => binary(Number.parseInt(group, 16), 16)).join("");
}

const isBlockedAddress = (bits: string): boolean =>
  BLOCKED.some((range) => range.base.length === bits.length && bits.startsWith(range.base.slice(0, range.bits)));

export type UrlPolicy = {
  /** Development only: lets http(s) URLs of the own machine pass, on any port. */
  allowLoopback: boolean;
  /** Our own API, which must not be made to call itself. */
  ownHost: string;
};

/** The policy in force. Production refuses the own machine whatever the variable says. */
export const urlPolicy = (env: {
  ENVIRONMENT: string;
  WEBHOOK_ALLOW_LOOPBACK: string;
  PUBLIC_URL: string;
}): UrlPolicy => ({
  allowLoopback: env.WEBHOOK_ALLOW_LOOPBACK === "true" && env.ENVIRONMENT !== "production",
  ownHost: new URL(env.PUBLIC_URL).hostname,
});

/** What is wrong with a webhook's URL, as a sentence for its owner; undefined when it may be called. */
export function urlProblem(text: string, { allowLoopback, ownHost }: UrlPolicy): string | undefined {
  if (text.length > MAX_LENGTH) return `must have at most ${MAX_LENGTH} characters`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return "must be a URL";
  if (url.username || url.password) return "must not contain a user name or password";
  // the parser has turned decimal, octal and hexadecimal IPv4 into the dotted form
  const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (allowLoopback && ["127.0.0.1", "localhost", "::1"].includes(host) && /^https?:$/.test(url.protocol))
    return undefined;
  if (url.protocol !== "https:") return "must begin with https://";
  if (!PORTS.has(url.port)) return "must use port 443 or 8443";
  const bits = addressBits(host);
  if (bits ? isBlockedAddress(bits) : PRIVATE_NAME.test(host) || !host.includes("."))
    return "must point to a public host; this one is private or reserved";
  if (host === ownHost) return "must not point to this API itself";
  return undefined;
}
