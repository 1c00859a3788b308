import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { judgeIdToken, verifyIdToken } from "./id-token.ts";
import { keyCache } from "./key-cache.ts";

// Cases that the tests against real issuers (test/api/sso.test.ts) cannot set up.

const { privateKey, publicKey } = await generateKeyPair("ES256");
const jwk = { ...(await exportJWK(publicKey)), kid: "k", use: "sig" };
const tid = "6d2b8c1e-3f4a-4b5c-8d6e-7f8091a2b3c4";
const CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

describe("a key that Microsoft publishes for one Entra tenant", () => {
  const issuer = (of: string) => `https://login.microsoftonline.com/${of}/v2.0`;
  const token = new SignJWT({ tid, oid: tid, sub: "s" })
    .setProtectedHeader({ alg: "ES256", kid: "k" })
    .setIssuer(issuer(tid))
    .setAudience("app")
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(privateKey);
  const settings = { clientIds: ["app"], issuers: [issuer("{tid}")], jwksUrl: "", authorizeUrl: "" } as const;
  const judge = async (keyIssuer: string | undefined) => {
    const keys = [{ ...jwk, ...(keyIssuer && { issuer: keyIssuer }) }];
    const keySet = await keyCache({ fetchKeys: async () => ({ keys }) }).get("", "k", () => undefined);
    if (!keySet) throw new Error("no keys");
    return await judgeIdToken(await token, {
      provider: "microsoft",
      settings: { ...settings, issuers: [...settings.issuers] },
      keySet,
      kid: "k",
    });
  };

  it("is not valid for tokens of another tenant", async () => {
    expect(await judge(issuer(CONSUMERS))).toEqual({ kind: "refused", problem: "issuer" });
  });
  it.each([issuer("{tenantid}"), issuer(tid), undefined])(
    "is valid for tokens of that tenant: %s",
    async (keyIssuer) => {
      expect(await judge(keyIssuer)).toMatchObject({
        kind: "proved",
        identity: { subject: tid, microsoftTenant: tid },
      });
    },
  );
});

it.each(["", " , "])("a provider without client ids (%j) is not set up", async (ids) => {
  const env = { SSO_APPLE_CLIENT_IDS: ids, SSO_APPLE_ISSUERS: "https://appleid.apple.com", SSO_APPLE_JWKS_URL: "" };
  const verdict = await verifyIdToken(
    { env: env as unknown as Cloudflare.Env, background: () => undefined }, // the part of env that verifyIdToken reads
    "apple",
    { idToken: "a.b.c" },
  );
  expect(verdict).toEqual({ kind: "not_configured" });
});
