import { errors, jwtVerify, SignJWT } from "jose";

/** Access tokens live 15 minutes (spec: Authentication). */
export const ACCESS_TOKEN_SECONDS = 15 * 60;
const ALGORITHM = "HS256";
const ISSUER = "truckroll";
const STAFF = "truckroll:staff";
const ACCESS_TYPE = "at+jwt"; // RFC 9068: a token of another type never passes here

/** What an access token of a tenant's user says. */
export type StaffClaims = {
  tenantId: string;
  userId: number;
  sessionId: string;
  technicianId: number | null;
  roles: readonly string[];
  /** When the user last proved who he is, seconds since 1970. */
  authTime: number;
};

type Keys = {
  current: { kid: string; key: CryptoKey };
  byId: Map<string, CryptoKey>;
  /** Tokens that these keys have verified: a client sends the same one with each request of its quarter of an hour. */
  verified: Map<string, { claims: StaffClaims; expiresAt: number }>;
};
const MAX_VERIFIED = 1000;
let imported: { text: string; keys: Promise<Keys> } | undefined;

/** `kid:base64,kid:base64`: the first signs, both verify, so that a key can be replaced without signing anybody out. */
async function importKeys(text: string): Promise<Keys> {
  const byId = new Map<string, CryptoKey>();
  for (const part of text.split(",").slice(0, 2)) {
    const [kid = "", base64 = ""] = part.trim().split(":");
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    if (!kid || bytes.length < 32)
      throw new Error("TOKEN_KEYS must be kid:base64[,kid:base64], each key of at least 32 bytes");
    byId.set(
      kid,
      await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]),
    );
  }
  const [first] = byId;
  if (!first) throw new Error("TOKEN_KEYS is empty");
  return { current: { kid: first[0], key: first[1] }, byId, verified: new Map() };
}

function keysOf(env: { TOKEN_KEYS: string }): Promise<Keys> {
  if (imported?.text !== env.TOKEN_KEYS) imported = { text: env.TOKEN_KEYS, keys: importKeys(env.TOKEN_KEYS) };
  return imported.keys;
}

/** A signed access token that is valid from now on for 15 minutes. */
export async function signStaffToken(env: { TOKEN_KEYS: string }, claims: StaffClaims): Promise<string> {
  const { current } = await keysOf(env);
  return await new SignJWT({
    tid: claims.tenantId,
    sid: claims.sessionId,
    tech: claims.technicianId,
    roles: claims.roles,
    auth_time: claims.authTime,
  })
    .setProtectedHeader({ alg: ALGORITHM, typ: ACCESS_TYPE, kid: current.kid })
    .setIssuer(ISSUER)
    .setAudience(STAFF)
    .setSubject(String(claims.userId))
    .setJti(crypto.randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
    .sign(current.key);
}

/** The claims of a valid, unexpired staff token of ours; null for anything else. */
export async function readStaffToken(env: { TOKEN_KEYS: string }, token: string): Promise<StaffClaims | null> {
  const { byId, verified } = await keysOf(env);
  const known = verified.get(token);
  if (known && Date.now() < known.expiresAt) return known.claims;
  verified.delete(token);
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const key = byId.get(kid ?? "");
        if (!key) throw new errors.JWSInvalid("unknown kid");
        return key;
      },
      {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: STAFF,
        typ: ACCESS_TYPE,
        requiredClaims: ["exp", "sub", "tid", "sid"],
      },
    );
    const { tid, sid, tech, roles, auth_time } = payload as Record<string, unknown>;
    const claims: StaffClaims = {
      tenantId: String(tid),
      userId: Number(payload.sub),
      sessionId: String(sid),
      technicianId: typeof tech === "number" ? tech : null,
      roles: Array.isArray(roles) ? roles.map(String) : [],
      authTime: Number(auth_time),
    };
    const [oldest] = verified.size < MAX_VERIFIED ? [] : verified.keys();
    if (oldest) verified.delete(oldest);
    verified.set(token, { claims, expiresAt: Number(payload.exp) * 1000 });
    return claims;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
