import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from "jose";
import { type Background, type KeySet, keyCache } from "./key-cache.ts";
import type { IdToken, IdTokenProblem, ProvedIdentity, ProviderName, Verdict } from "./port.ts";
import { type ProviderSettings, settingsOf } from "./settings.ts";

/** The algorithms of the three providers. `none` would accept unsigned tokens; HS256 would accept tokens signed with the public key. */
const ALGORITHMS = ["RS256", "ES256"];
/** Largest accepted clock difference between provider and Worker. */
const LEEWAY_SECONDS = 60;
const RETRY_AFTER_SECONDS = 10;
const MAX_TEXT = 254;

const keys = keyCache();

/**
 * Verifies an id_token of a provider (OpenID Connect Core 3.1.3.7, RFC 8725) and returns the identity that it proves. Problems with the
 * token or the provider are verdicts, not errors.
 */
export async function verifyIdToken(
  { env, background }: { env: Cloudflare.Env; background: Background },
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

/** Checks the header before any key is fetched: an allowed algorithm, a key id and the type JWT (or none). */
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

type Judging = {
  provider: ProviderName;
  settings: ProviderSettings;
  keySet: KeySet;
  kid: string;
  nonce?: string | undefined;
};

/** Checks the signature first, then the claims. Returns `proved` or `refused`. */
export async function judgeIdToken(idToken: string, judging: Judging): Promise<Verdict> {
  try {
    const { payload } = await jwtVerify(idToken, judging.keySet.key, {
      algorithms: ALGORITHMS,
      audience: [...judging.settings.clientIds],
      clockTolerance: LEEWAY_SECONDS,
      requiredClaims: ["iss", "sub", "exp", "iat"],
    });
    return judgeClaims(payload, judging);
  } catch (error) {
    if (error instanceof errors.JOSEError) return refused(problemOf(error));
    throw error;
  }
}

function judgeClaims(payload: JWTPayload, { provider, settings, keySet, kid, nonce }: Judging): Verdict {
  const { iss = "", aud, azp, iat = 0, exp = 0 } = payload;
  if (iat > Date.now() / 1000 + LEEWAY_SECONDS) return refused("not_yet_valid");

  const isMicrosoft = provider === "microsoft";
  const tid = isMicrosoft ? guid(payload.tid) : null;
  const subject = isMicrosoft ? guid(payload.oid) : exactText(payload.sub);
  if (!subject || (isMicrosoft && !tid)) return refused("claims");
  // the keys of /common sign for every Entra tenant: the issuer must match the token's tenant, and the key must be valid for that issuer
  const [issuer, ...spellings] = settings.issuers.map((one) => one.replace("{tid}", tid ?? ""));
  if (!issuer || ![issuer, ...spellings].includes(iss)) return refused("issuer");
  const keyIssuer = keySet.issuerOf(kid);
  if (keyIssuer !== undefined && keyIssuer.replace("{tenantid}", tid ?? "") !== iss) return refused("issuer");

  const ours = (id: unknown) => typeof id === "string" && settings.clientIds.includes(id);
  if (Array.isArray(aud) && !(aud.every(ours) && ours(azp))) return refused("audience");
  if (payload.nonce !== nonce) return refused("nonce"); // even if only one of them names any

  const email = text(payload.email);
  const emailVerified = payload.email_verified === true || payload.email_verified === "true"; // Apple sends a string
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
  return { kind: "proved", identity, goodUntil: (exp + LEEWAY_SECONDS) * 1000 };
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

/** A claim as one line of text; null if it is empty or too long. Removes control characters, since providers may send any text. */
function text(value: unknown): string | null {
  const plain = typeof value === "string" ? value.replace(/\p{Cc}/gu, "").trim() : "";
  return plain !== "" && plain.length <= MAX_TEXT && plain.isWellFormed() ? plain : null;
}

/** The claim unchanged, or null: a change could make two subjects equal. */
const exactText = (value: unknown): string | null => (text(value) === value ? text(value) : null);

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const guid = (value: unknown): string | null => (typeof value === "string" && GUID.test(value) ? value : null);
