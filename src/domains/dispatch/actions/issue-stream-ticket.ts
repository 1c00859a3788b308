import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { sessionEnded } from "#/db/tenant/entrance.ts";
import { checkCaller } from "#/db/tenant/load.ts";
import { boardOf } from "#/durable-objects/stubs.ts";

type Kind = "admin" | "tech";

/** A ticket that opens the live board in a browser, which cannot send headers for a stream. An access token must never be part of a URL. */
export async function issueStreamTicket(ctx: Ctx, kind: Kind) {
  const issued = await issueTicket(ctx);
  const place = `${ctx.env.PUBLIC_URL}/api/v1/${kind}/dispatch`;
  const query = `?ticket=${issued.ticket}`;
  return { ...issued, url: `${place}/stream${query}`, socketUrl: `${place.replace(/^http/, "ws")}/socket${query}` };
}

/** A ticket for any stream that its user may open. */
export async function issueTicket(ctx: Ctx) {
  await checkCaller(ctx);
  const { kind: _, permissions, tokenMadeAt, ...user } = userOf(ctx);
  const holder = { ...user, extraPermissions: [...permissions], issuedAt: Date.parse(tokenMadeAt) };
  const issued = await boardOf(ctx.env, ctx.tenant.id).issueTicket(holder);
  if (!issued) throw sessionEnded();
  return issued;
}
