import ipaddr from "ipaddr.js";
import { isDevelopment } from "#/kernel/environment.ts";
import { isInRanges } from "#/kernel/ip-ranges.ts";

// Where a webhook may point (SSRF: reliability.md 2.2). The Worker runs in Cloudflare's network, but a URL is judged as if it ran in ours.

const PORTS = new Set(["", "443", "8443"]);
const MAX_LENGTH = 2048;
/** Names that mean this machine or a private network, and those that the public DNS never resolves (RFC 6761, RFC 8375, ICANN's reserved ones). */
const PRIVATE_NAME =
  /(?:^|\.)(?:localhost[46]?|local|localdomain[46]?|internal|intranet|private|corp|home|lan|arpa|test|invalid|onion|alt)$/;

/** Of IPv6 only these addresses are given to anybody, less the ranges for special uses (IANA's registry). */
const GLOBAL_IPV6 = ["2000::/3"];
const SPECIAL_IPV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"];

/** Takes an address as `URL.hostname` writes it, without brackets. */
const isPublicAddress = (host: string): boolean =>
  ipaddr.parse(host).range() === "unicast" &&
  (ipaddr.IPv4.isValid(host) || (isInRanges(host, GLOBAL_IPV6) && !isInRanges(host, SPECIAL_IPV6)));

export type UrlPolicy = {
  /** Development only: allows http(s) URLs of this machine, on any port. */
  allowLoopback: boolean;
  /** Our own API, which must not be made to call itself. */
  ownHost: string;
};

/** The policy in force. Production refuses its own machine whatever the variable says. */
export const urlPolicy = (env: Record<"ENVIRONMENT" | "WEBHOOK_ALLOW_LOOPBACK" | "PUBLIC_URL", string>): UrlPolicy => ({
  allowLoopback: env.WEBHOOK_ALLOW_LOOPBACK === "true" && isDevelopment(env),
  ownHost: new URL(env.PUBLIC_URL).hostname,
});

/** What is wrong with a webhook's URL, as a sentence for its owner; undefined when it may be called. */
export function urlProblem(text: string, { allowLoopback, ownHost }: UrlPolicy): string | undefined {
  if (text.length > MAX_LENGTH) return `must have at most ${MAX_LENGTH} characters`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return "must be a URL";
  if (url.username || url.password) return "must not contain a user name or password";
  // the parser has turned decimal, octal and hexadecimal IPv4 into the dotted form
  const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.+$/, "");
  if (allowLoopback && ["127.0.0.1", "localhost", "::1"].includes(host) && /^https?:$/.test(url.protocol))
    return undefined;
  if (url.protocol !== "https:") return "must begin with https://";
  if (!PORTS.has(url.port)) return "must use port 443 or 8443";
  if (ipaddr.isValid(host) ? !isPublicAddress(host) : PRIVATE_NAME.test(host) || !host.includes("."))
    return "must point to a public host; this one is private or reserved";
  if (host === ownHost) return "must not point to this API itself";
  return undefined;
}
