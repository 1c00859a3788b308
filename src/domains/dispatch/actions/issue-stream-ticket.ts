import { type Ctx, userOf } from "#/ctx.ts";
import { checkCaller, sessionEnded } from "#/db/tenant/load.ts";
import { boardOf } from "#/durable-objects/stubs.ts";

/** A ticket with which a browser can open the live board, since it can send no headers there and no access token belongs into a URL. */
export async function issueStreamTicket(ctx: Ctx) {
  await checkCaller(ctx);
  const { kind: _, permissions, tokenMadeAt, ...user } = userOf(ctx);
  const holder = { ...user, extraPermissions: [...permissions], issuedAt: Date.parse(tokenMadeAt) };
  const issued = await boardOf(ctx.env, ctx.tenant.id).issueTicket(holder);
  if (!issued) throw sessionEnded();
  return { ...issued, url: `${ctx.env.PUBLIC_URL}/api/v1/admin/dispatch/stream?ticket=${issued.ticket}` };
}
