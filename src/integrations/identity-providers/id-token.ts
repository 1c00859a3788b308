import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from "jose";
import { type KeySet, keyCache } from "./key-cache.ts";
import type { IdToken, IdTokenProblem, ProvedIdentity, ProviderName, Verdict } from "./port.ts";
import { type ProviderSettings, settingsOf } from "./settings.ts";

/** What the three sign with. `none` would mean unsigned, and HS256 that whoever knows the public key can sign. */
const ALGORITHMS = ["RS256", "ES256"];
/** Clocks of provider and Worker may differ by this much. */
const LEEWAY_SECONDS = 60;
const RETRY_AFTER_SECONDS = 10;
const MAX_TEXT = 254;

const keys = keyCache();

type Surroundings = { env: Cloudflare.Env; background: (work: Promise<unknown>) => void };

/**
 * Who an id_token of this provider proves somebody to be (OpenID Connect Core 3.1.3.7, RFC 8725). Whatever is wrong with the token or
 * the provider is a verdict: this throws nothing of its own.
 */
export async function verifyIdToken(
  { env, background }: Surroundings,
  provider: ProviderName,
  { idToken, nonce }: IdToken,
): Promise<Verdict> {
  const settings = settingsOf(env, provider);
  if (!settings) return { kind: "not_configured" };
  const header = headerOf(idToken);
  if ("problem" in header) return refused(header.problem);
  const keySet = await keys.get(settings.jwksUrl, header.kid, background);
  if (!keySet) return { kind: "unreachable", retryAfter: RETRY_AFTER_SECONDS };
  return await judgeIdToken(idToken, { provider, settings, keySet, kid: header.kid, nonce });
}

/** What the header must say before any key is asked for: an allowed algorithm, a key id, and that this is a plain JWT. */
export function headerOf(idToken: string): { kid: string } | { problem: IdTokenProblem } {
  try {
    const { alg, kid, typ } = decodeProtectedHeader(idToken);
    if (alg === undefined || !ALGORITHMS.includes(alg)) return { problem: "algorithm" };
    if (typ !== undefined && typ !== "JWT") return { problem: "type" };
    return typeof kid === "string" && kid !== "" ? { kid } : { problem: "unknown_key" };
  } catch {
    return { problem: "malformed" };
  }
}

export type Judging = {
  provider: ProviderName;
  settings: ProviderSettings;
  keySet: KeySet;
  kid: string;
  nonce?: string | undefined;
};

/** Signature first, then what the token claims. */
export async function judgeIdToken(
  idToken: string,
  { provider, settings, keySet, kid, nonce }: Judging,
): Promise<Verdict> {
  try {
    const { payload } = await jwtVerify(idToken, keySet.key, {
      algorithms: ALGORITHMS,
      audience: [...settings.clientIds],
      clockTolerance: LEEWAY_SECONDS,
      requiredClaims: ["iss", "sub", "exp", "iat"],
    });
    return judgeClaims(payload, { provider, settings, keyIssuer: keySet.issuerOf(kid), nonce });
  } catch (error) {
    if (error instanceof errors.JOSEError) return refused(problemOf(error));
    throw error;
  }
}

type Claims = Pick<Judging, "provider" | "settings" | "nonce"> & { keyIssuer: string | undefined };

function judgeClaims(payload: JWTPayload, { provider, settings, keyIssuer, nonce }: Claims): Verdict {
  const { iss = "", aud, azp, iat = 0 } = payload;
  if (iat > Date.now() / 1000 + LEEWAY_SECONDS) return refused("not_yet_valid");

  const isMicrosoft = provider === "microsoft";
  const tid = isMicrosoft ? guid(payload.tid) : null;
  const subject = isMicrosoft ? guid(payload.oid) : exactText(payload.sub);
  if (!subject || (isMicrosoft && !tid)) return refused("claims");
  // the keys of /common sign for every Entra tenant, so the issuer must be the token's own tenant and the key must be good for it
  const [issuer, ...spellings] = settings.issuers.map((one) => one.replace("{tid}", tid ?? ""));
  if (!issuer || ![issuer, ...spellings].includes(iss)) return refused("issuer");
  if (keyIssuer !== undefined && keyIssuer.replace("{tenantid}", tid ?? "") !== iss) return refused("issuer");

  const ours = (id: unknown) => typeof id === "string" && settings.clientIds.includes(id);
  if (Array.isArray(aud) && !(aud.every(ours) && ours(azp))) return refused("audience");
  if (nonce !== undefined && payload.nonce !== nonce) return refused("nonce");

  const email = text(payload.email);
  const emailVerified = payload.email_verified === true || payload.email_verified === "true"; // Apple sends it as text
  if (email && !emailVerified && !isMicrosoft) return refused("email_unverified");
  const identity: ProvedIdentity = {
    provider,
    issuer,
    subject,
    microsoftTenant: tid,
    email,
    emailVerified: email !== null && emailVerified && !isMicrosoft,
    name: text(payload.name) ?? text([payload.given_name, payload.family_name].filter(Boolean).join(" ")),
  };
  return { kind: "proved", identity };
}

const refused = (problem: IdTokenProblem) => ({ kind: "refused", problem }) as const;

function problemOf(error: errors.JOSEError): IdTokenProblem {
  if (error instanceof errors.JWTExpired) return "expired";
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === "aud") return "audience";
    return error.claim === "nbf" ? "not_yet_valid" : "claims";
  }
  if (error instanceof errors.JWTInvalid) return "claims";
  if (error instanceof errors.JWSSignatureVerificationFailed) return "signature";
  if (error instanceof errors.JOSEAlgNotAllowed) return "algorithm";
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys
    ? "unknown_key"
    : "malformed";
}

/** One line of text as a provider sends it, or null: never trusted to be short or free of control characters. */
function text(value: unknown): string | null {
  const plain = typeof value === "string" ? value.replace(/\p{Cc}/gu, "").trim() : "";
  return plain !== "" && plain.length <= MAX_TEXT && plain.isWellFormed() ? plain : null;
}

/** As it stands or not at all: two subjects must never become one. */
const exactText = (value: unknown): string | null => (text(value) === value ? text(value) : null);

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const guid = (value: unknown): string | null => (typeof value === "string" && GUID.test(value) ? value : null);
