import type { Context, MiddlewareHandler } from "hono";
import { assertFresh, type Ctx, permissionsOfActor, usersOnly } from "#/ctx.ts";
import { AppError } from "#/kernel/errors.ts";
import type { Permission } from "#/kernel/permissions.ts";
import { authenticate, authenticateByChallenge, authenticateByTicket } from "./auth.ts";
import type { AppEnv } from "./context.ts";
import type { Access, Endpoint } from "./endpoint.ts";
import { authenticatePlatform } from "./platform-auth.ts";
import { limitAuth, limitByTenant } from "./rate-limit.ts";

type Rule = { permission: Access } & Pick<Endpoint, "limit" | "fresh" | "acceptsTicket" | "acceptsChallenge">;

/** Authentication, the tenant's rate limit and the permission, in this order, before anything of the request is judged. */
export async function admit(
  c: Context<AppEnv>,
  { permission, limit, fresh, acceptsTicket, acceptsChallenge }: Rule,
): Promise<void> {
  if (limit === "auth") await pass(limitAuth, c);
  if (permission === "public") return;
  if (permission === "platform") return await authenticatePlatform(c);
  if (acceptsChallenge && c.req.header("authorization") === undefined) {
    await authenticateByChallenge(c);
    return await pass(limitByTenant, c);
  }
  const ticket = acceptsTicket && c.req.query("ticket");
  await (ticket ? authenticateByTicket(c, ticket) : authenticate(c));
  await pass(limitByTenant, c);
  const ctx = admitted(c);
  const { actor } = ctx;
  if (permission === "self" ? actor.kind !== "user" : !permissionsOfActor(actor).has(permission))
    throw lacking(permission);
  if (fresh) assertFresh(ctx);
}

function admitted(c: Context<AppEnv>): Ctx {
  const ctx = c.get("ctx");
  if (!ctx)
    throw new AppError("internal", "auth.nobody_admitted", "Authentication let somebody in without saying whom.");
  return ctx;
}

const lacking = (permission: Permission | "self") =>
  permission === "self"
    ? usersOnly()
    : new AppError(
        "forbidden",
        "auth.permission_missing",
        `This needs the permission ${permission}, which you do not have.`,
      );

const pass = async (middleware: MiddlewareHandler<AppEnv>, c: Context<AppEnv>) => {
  await middleware(c, async () => undefined);
};
