import { decodeJwt, decodeProtectedHeader, type JWTHeaderParameters, type JWTPayload, SignJWT } from "jose";
import { signChallenge, signStaffToken } from "#/kernel/tokens.ts";
import type { Business } from "./client.ts";
import { testSecrets } from "./settings.ts";

const keyBytes = Buffer.from(testSecrets.TOKEN_KEYS.split(":")[1] ?? "", "base64");

export const sessionOf = (business: Business): string => String(decodeJwt(business.accessToken).sid);

/** A token of the owner's session that claims these roles: as good as a user of that role, without a sign-up. */
export const tokenAs = (
  business: Business,
  roles: readonly string[],
  technicianId: number | null = null,
  signedInSecondsAgo = 0,
  extraPermissions: readonly string[] = [],
) =>
  signStaffToken(testSecrets, {
    tenantId: business.tenantId,
    userId: 1,
    sessionId: sessionOf(business),
    technicianId,
    roles,
    extraPermissions,
    authTime: Math.floor(Date.now() / 1000) - signedInSecondsAgo,
  });

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Tokens that look like the owner's and must not pass, by what is wrong with them. */
export async function forgedTokens(business: Business): Promise<Record<string, string>> {
  const payload = decodeJwt(business.accessToken);
  const header = { alg: "HS256", typ: "at+jwt", kid: "test" };
  const sign = (claims: JWTPayload, more: Partial<JWTHeaderParameters> = {}, key: Uint8Array = keyBytes) =>
    new SignJWT({ ...payload, ...claims }).setProtectedHeader({ ...header, ...more }).sign(key);
  const now = Math.floor(Date.now() / 1000);
  const owner = { tenantId: business.tenantId, userId: 1 };
  const [, claims = "", signature = ""] = business.accessToken.split(".");
  return {
    garbage: "eyJhbGciOiJIUzI1NiJ9.e30.garbage",
    "a refresh token": business.refreshToken,
    expired: await sign({ iat: now - 1000, exp: now - 1 }),
    "without an end": await sign({ exp: undefined }),
    "not yet valid": await sign({ nbf: now + 3600 }),
    "signed by another key": await sign({}, {}, Buffer.alloc(32, 8)),
    "signed by an unknown key id": await sign({}, { kid: "other" }),
    "of another algorithm": await sign({}, { alg: "HS512" }, Buffer.concat([keyBytes, keyBytes])),
    "of another type": await sign({}, { typ: "mfa+jwt" }),
    "for another audience": await sign({ aud: "truckroll:portal" }),
    "from another issuer": await sign({ iss: "somebody" }),
    unsigned: `${base64url({ alg: "none", typ: "at+jwt" })}.${claims}.`,
    "with changed claims": `${base64url(header)}.${base64url({ ...payload, roles: ["owner"], sub: "2" })}.${signature}`,
    "of a business that does not exist": await sign({ tid: crypto.randomUUID() }),
    "the challenge of a log-in": await signChallenge(testSecrets, { ...owner, challengeId: "mfa_0" }),
  };
}

/** Tokens that look like a customer's and must not pass, by what is wrong with them. */
export async function forgedCustomerTokens(token: string): Promise<Record<string, string>> {
  const [header, payload] = [decodeProtectedHeader(token), decodeJwt(token)];
  const kid = String(header.kid).replace(/\.customer$/, "");
  const sign = (claims: JWTPayload, more: Partial<JWTHeaderParameters>) =>
    new SignJWT({ ...payload, ...claims })
      .setProtectedHeader({ alg: "HS256", typ: "customer+jwt", kid, ...more })
      .sign(keyBytes);
  return {
    "a customer's, signed by the key of the staff": await sign({}, {}),
    "a customer's, signed by that key under the name of the customers' key": await sign({}, { kid: `${kid}.customer` }),
    "a customer's, made a user's": await sign({ aud: "truckroll:staff" }, { typ: "at+jwt" }),
  };
}
