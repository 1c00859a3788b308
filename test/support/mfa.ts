import { generateSync } from "otplib";
import { expect } from "vitest";
import { sql } from "./back-door.ts";
import { type Answer, type Business, client, PASSWORD } from "./client.ts";

/** The code that an authenticator app shows, `steps` half minutes from now. */
export const codeNow = (secret: string, steps = 0): string =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 * steps });

/** As if the last code had been used long ago: two log-ins within half a minute would need two codes. */
export const forgetLastStep = ({ shard, tenantId }: Pick<Business, "shard" | "tenantId">) =>
  sql(shard, "update users set totp_last_step = null where tenant_id = ?", tenantId);

export type Enrolled = { secret: string; backupCodes: string[] };

/** Enrols a second factor with an access token, from an address of its own. */
export async function enrol(accessToken: string): Promise<Enrolled> {
  const api = client({ authorization: `Bearer ${accessToken}` });
  const setup = await api.post("/auth/mfa/setup");
  expect(setup.status, setup.text).toBe(200);
  const { secret } = setup.data;
  const enabled = await api.post("/auth/mfa/enable", { code: codeNow(secret) });
  expect(enabled.status, enabled.text).toBe(200);
  return { secret, backupCodes: enabled.data.backup_codes };
}

export const logIn = (business: Pick<Business, "tenantId" | "username">): Promise<Answer> =>
  client({ "x-tenant-id": business.tenantId }).post("/auth/login", {
    username: business.username,
    password: PASSWORD,
  });

/** The challenge that a log-in with the right password answers. */
export async function challengeOf(business: Pick<Business, "tenantId" | "username">): Promise<string> {
  const answer = await logIn(business);
  expect(answer.data?.mfa_challenge_token, answer.text).toEqual(expect.any(String));
  return answer.data.mfa_challenge_token;
}

export const verify = (
  business: Pick<Business, "tenantId">,
  challenge: string,
  code: string,
  tenantId = business.tenantId,
): Promise<Answer> =>
  client({ "x-tenant-id": tenantId }).post("/auth/mfa-verify", { challenge_token: challenge, code });
