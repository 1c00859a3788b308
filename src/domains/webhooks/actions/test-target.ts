import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { eventText } from "#/db/tenant/outbox.ts";
import { newId } from "#/kernel/ids.ts";
import { notPushed } from "../errors.ts";
import { send } from "../send.ts";
import { targets } from "../tables.ts";
import { urlPolicy } from "../url-rules.ts";
import { posting } from "./work-lane.ts";

/** Sends one signed event `webhook.test` at once, whatever the state of the target, and tells what came of it. It is in no log. */
export async function testTarget(ctx: Ctx, id: number) {
  const { target } = await load(ctx, { target: targets.one(ctx, id) });
  if (target.delivery === "poll") throw notPushed();
  const eventId = newId("evt");
  const event = { id: eventId, type: "webhook.test", occurredAt: ctx.now, tenantId: ctx.tenant.id, seq: 0 };
  const body = eventText({ ...event, data: JSON.stringify({ endpoint_id: id }), previous: null });
  const post = await posting(ctx, target);
  const { retryAfter: _, ...outcome } = await send({ ...post, eventId, body, at: ctx.realNow }, urlPolicy(ctx.env));
  return { delivered: outcome.error === null, eventId, ...outcome };
}
