import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import { postcodeOf } from "#/kernel/postcode.ts";
import type { Inside } from "#/kernel/wire.ts";
import { activity } from "../activity.ts";
import { contactMissing } from "../errors.ts";
import { leadUpdated } from "../events.ts";
import { readLeadPhone } from "../phone.ts";
import { presented } from "../present.ts";
import { assertOwner, namedIn, zoneOf } from "../references.ts";
import { isReachable } from "../rules.ts";
import type { ChangeLead } from "../schemas.ts";
import { leads } from "../tables.ts";

type Change = Inside<z.output<typeof ChangeLead>>;

/** Changes a lead, its owner or its next follow-up; what changed is one of its activities. A new ZIP brings its zone. */
export async function changeLead(ctx: Ctx, { id, ...change }: Change & { id: number }) {
  const { lead, owner, candidates } = await load(ctx, { lead: leads.one(ctx, id), ...namedIn(ctx, change) });
  leads.assertCurrent(ctx, lead);
  if (change.ownerId !== lead.ownerId) assertOwner(owner);
  const { zip } = change;
  const part = leads.change(ctx, lead, {
    ...change,
    ...(change.phone !== undefined && readLeadPhone(change.phone)),
    ...(zip && { zip: postcodeOf(zip) }),
    zoneId: zoneOf(change, candidates),
  });
  const { changes } = part.audited;
  if (Object.keys(changes ?? {}).length === 0) return presented(lead);
  if (!isReachable(part.row)) throw contactMissing();
  return await commit(ctx, {
    parts: [part, activity(ctx, id, { kind: "change", changes })],
    events: [leadUpdated(presented(part.row))],
    audit: { action: "change", of: part },
    result: presented(part.row),
  });
}
