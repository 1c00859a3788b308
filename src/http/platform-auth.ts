import type { Context } from "hono";
import { findSignedInAdmin } from "#/db/control/platform-sessions.ts";
import { AppError } from "#/kernel/errors.ts";
import { readPlatformToken } from "#/kernel/tokens.ts";
import { bearerToken } from "./auth.ts";
import type { AppEnv } from "./context.ts";

const invalidToken = () =>
  new AppError(
    "unauthorized",
    "auth.invalid_token",
    "This is no valid access token of a platform administrator. Sign in: POST /platform/auth/login.",
    { headers: { "WWW-Authenticate": "Bearer" } },
  );

/** Who calls, by the token of a platform administrator and no other; his session is asked for each time. Sets `platform`. */
export async function authenticatePlatform(c: Context<AppEnv>): Promise<void> {
  const open = c.get("open");
  const claims = await readPlatformToken(c.env, bearerToken(c));
  const admin = claims && (await findSignedInAdmin(open, claims));
  if (!admin) throw invalidToken();
  c.set("platform", { ...open, admin: { ...admin, sessionId: claims.sessionId } });
}
