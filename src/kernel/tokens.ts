import { errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { keyList } from "./key-list.ts";

/** Access tokens live 15 minutes (spec: Authentication). */
export const ACCESS_TOKEN_SECONDS = 15 * 60;
/** How long a log-in waits for its second factor (reliability.md 3.3). */
export const CHALLENGE_SECONDS = 5 * 60;

/** How long a device is known that a user has signed in from. */
const DEVICE_TOKEN_SECONDS = 365 * 86_400;

const ALGORITHM = "HS256";
const ISSUER = "truckroll";

/** Each kind has its own audience and type (RFC 9068, RFC 8725 3.11), so a token of one kind is never valid as another. */
const kinds = {
  staff: { audience: "truckroll:staff", typ: "at+jwt", seconds: ACCESS_TOKEN_SECONDS },
  challenge: { audience: "truckroll:mfa", typ: "mfa+jwt", seconds: CHALLENGE_SECONDS },
  customer: { audience: "truckroll:customer", typ: "customer+jwt", seconds: ACCESS_TOKEN_SECONDS },
  platform: { audience: "truckroll:platform", typ: "platform+jwt", seconds: ACCESS_TOKEN_SECONDS },
  device: { audience: "truckroll:device", typ: "device+jwt", seconds: DEVICE_TOKEN_SECONDS },
} as const;
type Kind = keyof typeof kinds;
type Secrets = { TOKEN_KEYS: string };

type Payload = Record<string, unknown>;
type Keys = {
  current: { kid: string; key: CryptoKey };
  /** As `current`, for customers of the portal: a key of their own, so that not even a mistake about audiences lets one in among the staff. */
  currentOfCustomers: { kid: string; key: CryptoKey };
  byId: Map<string, CryptoKey>;
  /** Cache of verified tokens: a client sends the same token with each request for 15 minutes. */
  verified: Map<string, { kind: Kind; payload: Payload; expiresAt: number }>;
};
const MAX_VERIFIED = 1000;
let imported: { text: string; keys: Promise<Keys> } | undefined;

/** Parses `kid:base64,kid:base64`. The first key signs and both verify, so a new key does not sign users out. */
async function importKeys(text: string): Promise<Keys> {
  const byId = new Map<string, CryptoKey>();
  for (const { id: kid, secret } of keyList("TOKEN_KEYS", text).keys.slice(0, 2)) {
    const bytes = Uint8Array.from(atob(secret), (char) => char.charCodeAt(0));
    if (!kid || bytes.length < 32)
      throw new Error("TOKEN_KEYS must be kid:base64[,kid:base64], each key of at least 32 bytes");
    const key = await hmacKey(bytes);
    byId.set(kid, key);
    const derived = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(kinds.customer.audience));
    byId.set(customerKid(kid), await hmacKey(derived));
  }
  const [first, second] = byId;
  if (!first || !second) throw new Error("TOKEN_KEYS is empty");
  return {
    current: { kid: first[0], key: first[1] },
    currentOfCustomers: { kid: second[0], key: second[1] },
    byId,
    verified: new Map(),
  };
}

const hmacKey = (bytes: BufferSource): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);

/** The id of the key that signs what customers get, derived from the key with this id. */
const customerKid = (kid: string): string => `${kid}.customer`;
const isCustomerKid = (kid: string): boolean => kid.endsWith(".customer");

function keysOf(env: Secrets): Promise<Keys> {
  if (imported?.text !== env.TOKEN_KEYS) imported = { text: env.TOKEN_KEYS, keys: importKeys(env.TOKEN_KEYS) };
  return imported.keys;
}

async function sign(env: Secrets, kind: Kind, subject: string, claims: JWTPayload): Promise<string> {
  const keys = await keysOf(env);
  const current = kind === "customer" ? keys.currentOfCustomers : keys.current;
  const { audience, typ, seconds } = kinds[kind];
  return await new SignJWT({ at: Date.now(), ...claims })
    .setProtectedHeader({ alg: ALGORITHM, typ, kid: current.kid })
    .setIssuer(ISSUER)
    .setAudience(audience)
    .setSubject(subject)
    .setJti(crypto.randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${seconds}s`)
    .sign(current.key);
}

/** Rejects non-canonical base64, which jose accepts: the signature's last character has two unused bits, so four spellings decode alike. */
const SPELLING = /^[\w-]+\.[\w-]+\.[\w-]{42}[AEIMQUYcgkosw048]$/;

/** The payload of a valid, unexpired token of this kind; null for any other text. */
async function read(env: Secrets, kind: Kind, token: string): Promise<Payload | null> {
  const { byId, verified } = await keysOf(env);
  const known = verified.get(token);
  if (known?.kind === kind && Date.now() < known.expiresAt) return known.payload;
  verified.delete(token);
  if (!SPELLING.test(token)) return null;
  const { audience, typ } = kinds[kind];
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid = "" }) => {
        const key = isCustomerKid(kid) === (kind === "customer") ? byId.get(kid) : undefined;
        if (!key) throw new errors.JWSInvalid("unknown kid");
        return key;
      },
      { algorithms: [ALGORITHM], issuer: ISSUER, audience, typ, requiredClaims: ["exp", "sub"] },
    );
    const [oldest] = verified.size < MAX_VERIFIED ? [] : verified.keys();
    if (oldest) verified.delete(oldest);
    verified.set(token, { kind, payload, expiresAt: Number(payload.exp) * 1000 });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

/** The claims of a user's access token. */
export type StaffClaims = {
  tenantId: string;
  userId: number;
  sessionId: string;
  technicianId: number | null;
  roles: readonly string[];
  /** Permissions from the user's custom roles. */
  extraPermissions?: readonly string[];
  /** When the user last proved their identity, in seconds since 1970. */
  authTime: number;
  /** When the claims were read from the database, in milliseconds since 1970, or a little earlier. Default: now. */
  madeAt?: number;
};

/** `issuedAt` in milliseconds since 1970. */
export type VerifiedClaims = StaffClaims & { issuedAt: number };

/** Signs an access token for a user; valid for 15 minutes. */
export const signStaffToken = (env: Secrets, claims: StaffClaims): Promise<string> =>
  sign(env, "staff", String(claims.userId), {
    tid: claims.tenantId,
    sid: claims.sessionId,
    tech: claims.technicianId,
    roles: claims.roles,
    ...(claims.extraPermissions?.length && { perms: claims.extraPermissions }),
    auth_time: claims.authTime,
    ...(claims.madeAt !== undefined && { at: claims.madeAt }),
  });

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** The claims of a user's access token; null if it is invalid or expired. */
export async function readStaffToken(env: Secrets, token: string): Promise<VerifiedClaims | null> {
  const payload = await read(env, "staff", token);
  if (!payload) return null;
  return {
    tenantId: String(payload.tid),
    userId: Number(payload.sub),
    sessionId: String(payload.sid),
    technicianId: typeof payload.tech === "number" ? payload.tech : null,
    roles: texts(payload.roles),
    extraPermissions: texts(payload.perms),
    authTime: Number(payload.auth_time),
    issuedAt: Number(payload.at),
  };
}

/** `challengeId` is the id of a row in mfa_challenges, which holds the purpose of the challenge. */
export type ChallengeClaims = { tenantId: string; userId: number; challengeId: string };

export const signChallenge = (env: Secrets, { tenantId, userId, challengeId }: ChallengeClaims): Promise<string> =>
  sign(env, "challenge", String(userId), { tid: tenantId, cid: challengeId });

export async function readChallenge(env: Secrets, token: string): Promise<ChallengeClaims | null> {
  const payload = await read(env, "challenge", token);
  return payload && { tenantId: String(payload.tid), userId: Number(payload.sub), challengeId: String(payload.cid) };
}

/** A customer's access token to the portal. Whose customer they are is not in it: a merge changes that. */
export type CustomerClaims = { tenantId: string; accountId: number; sessionId: string };

export const signCustomerToken = (env: Secrets, { tenantId, accountId, sessionId }: CustomerClaims): Promise<string> =>
  sign(env, "customer", String(accountId), { tid: tenantId, sid: sessionId });

/** `issuedAt` in milliseconds since 1970. */
export async function readCustomerToken(
  env: Secrets,
  token: string,
): Promise<(CustomerClaims & { issuedAt: number }) | null> {
  const payload = await read(env, "customer", token);
  return (
    payload && {
      tenantId: String(payload.tid),
      accountId: Number(payload.sub),
      sessionId: String(payload.sid),
      issuedAt: Number(payload.at),
    }
  );
}

/** A platform administrator, who belongs to no tenant. */
export type PlatformClaims = { adminId: string; sessionId: string };

export const signPlatformToken = (env: Secrets, { adminId, sessionId }: PlatformClaims): Promise<string> =>
  sign(env, "platform", adminId, { sid: sessionId });

export async function readPlatformToken(env: Secrets, token: string): Promise<PlatformClaims | null> {
  const payload = await read(env, "platform", token);
  return payload && { adminId: String(payload.sub), sessionId: String(payload.sid) };
}

/** A device that somebody has signed in from. It proves no identity. `account` is a hash of tenant and user name. */
export type DeviceClaims = { tenantId: string; account: string; deviceId: string };

/** Signs a token for a new device. */
export const signDeviceToken = (
  env: Secrets,
  { tenantId, account }: Pick<DeviceClaims, "tenantId" | "account">,
): Promise<string> => sign(env, "device", account, { tid: tenantId });

export async function readDeviceToken(env: Secrets, token: string): Promise<DeviceClaims | null> {
  const payload = await read(env, "device", token);
  return payload && { tenantId: String(payload.tid), account: String(payload.sub), deviceId: String(payload.jti) };
}
