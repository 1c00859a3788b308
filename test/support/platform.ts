import { randomUUID } from "node:crypto";
import { decodeJwt } from "jose";
import { expect } from "vitest";
import { makeAdmin } from "#/domains/platform/actions/make-admin.ts";
import { toInstant } from "#/kernel/time.ts";
import { signPlatformToken } from "#/kernel/tokens.ts";
import { sql } from "./back-door.ts";
import { type Api, client } from "./client.ts";
import { testSecrets } from "./settings.ts";

export type PlatformAdmin = { id: string; email: string; password: string; accessToken: string; api: Api };

/** A platform administrator, as `npm run platform-admin -- add` makes one, who is signed in. */
export async function newPlatformAdmin(): Promise<PlatformAdmin> {
  const { admin, password } = await makeAdmin(`${randomUUID()}@truckroll.example`, toInstant(Date.now()));
  const { id, email } = admin;
  await sql("CONTROL", "insert into platform_admins values (?, ?, ?, ?, ?)", ...Object.values(admin));
  const signedIn = await client().post("/platform/auth/login", { email, password });
  expect(signedIn.status, signedIn.text).toBe(200);
  const accessToken = signedIn.data.access_token as string;
  return { id, email, password, accessToken, api: client({ authorization: `Bearer ${accessToken}` }) };
}

/** Well signed, and yet good for nothing. */
export async function forgedPlatformTokens(): Promise<Record<string, string>> {
  const [one, other, gone] = await Promise.all([newPlatformAdmin(), newPlatformAdmin(), newPlatformAdmin()]);
  await sql("CONTROL", "update platform_admins set status = 'removed' where id = ?", gone.id);
  const sessionId = String(decodeJwt(one.accessToken).sid);
  return {
    "of a session that does not exist": await signPlatformToken(testSecrets, { adminId: one.id, sessionId: "none" }),
    "with another's session": await signPlatformToken(testSecrets, { adminId: other.id, sessionId }),
    "of a removed administrator": gone.accessToken,
  };
}
