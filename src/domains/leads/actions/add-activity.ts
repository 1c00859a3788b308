import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { activity } from "../activity.ts";
import type { AddLeadActivity } from "../activity-schemas.ts";
import { activityEmpty, activityInFuture } from "../errors.ts";
import { leadUpdated } from "../events.ts";
import { presented } from "../present.ts";
import { firstResponse, isResponse } from "../rules.ts";
import { leads } from "../tables.ts";

type Input = Inside<z.output<typeof AddLeadActivity>>;

/** Writes down a note, call or message. The first one that goes out to them is the response to their enquiry. */
export async function addActivity(ctx: Ctx, { id, nextFollowUpAt, ...input }: Input & { id: number }) {
  const { kind, text, occurredAt = ctx.now } = input;
  if (kind === "note" && !text?.trim()) throw activityEmpty();
  if (occurredAt > ctx.now) throw activityInFuture();
  const { lead } = await load(ctx, { lead: leads.one(ctx, id) });
  const answered = isResponse(input) ? firstResponse(lead, occurredAt) : {};
  const change = { ...answered, ...(nextFollowUpAt !== undefined && { nextFollowUpAt }) };
  const part = activity(ctx, id, input);
  if (Object.keys(change).length === 0)
    return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: part.row });
  const changed = leads.change(ctx, lead, change);
  return await commit(ctx, {
    parts: [changed, part],
    events: [leadUpdated(presented(changed.row))],
    audit: { action: "add", of: part },
    result: part.row,
  });
}
