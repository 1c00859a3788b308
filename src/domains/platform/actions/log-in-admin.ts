import type { OpenCtx } from "#/ctx.ts";
import { newId } from "#/kernel/ids.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { ACCESS_TOKEN_SECONDS, signPlatformToken } from "#/kernel/tokens.ts";
import { wrongPlatformCredentials } from "../errors.ts";
import { findAdminByPassword, insertSession } from "../repo.ts";

/** Signs a platform administrator in. The session ends with its access token; then they sign in again. */
export async function logInAdmin(open: OpenCtx, { email, password }: { email: string; password: string }) {
  const admin = await findAdminByPassword(open, email.toLowerCase(), await sha256(password));
  if (!admin) throw wrongPlatformCredentials();
  const id = newId("pss");
  await insertSession(open, {
    id,
    adminId: admin.id,
    createdAt: open.realNow,
    expiresAt: plusSeconds(open.realNow, ACCESS_TOKEN_SECONDS),
    endedAt: null,
    ip: open.client.ip,
    userAgent: open.client.userAgent,
  });
  const accessToken = await signPlatformToken(open.env, { adminId: admin.id, sessionId: id });
  return {
    accessToken,
    tokenType: "Bearer" as const,
    expiresIn: ACCESS_TOKEN_SECONDS,
    admin: { id: admin.id, email: admin.email },
  };
}
