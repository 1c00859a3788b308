import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { firstBilledFrom } from "../calendar.ts";
import { wrongStatus } from "../errors.ts";
import { agreementEvents } from "../events.ts";
import { presented, todayOf } from "../present.ts";
import { askRun } from "../repo.ts";
import { termOf } from "../rules.ts";
import { agreements, recurringInvoices } from "../tables.ts";
import { furtherVisits, newRecurring, visitParts, visitsPlanned } from "../terms.ts";
import { agreementVisits } from "../visit-tables.ts";

type Input = { id: number; billFrom?: LocalDate | undefined };
/** A draft becomes active: its visits are planned, and from its first day on it is billed; one that began long ago from `billFrom` on. */
export async function activateAgreement(ctx: Ctx, { id, billFrom }: Input) {
  const { agreement, recurringId } = await load(ctx, {
    agreement: agreements.one(ctx, id),
    recurringId: recurringInvoices.nextId(ctx),
  });
  agreements.assertCurrent(ctx, agreement);
  if (agreement.status !== "draft") throw wrongStatus(id, agreement.status, "draft");
  const from = billFrom ?? agreement.startsOn;
  const visits = furtherVisits(agreement).filter(({ dueOn }) => dueOn >= from);
  const { lastVisit } = await load(ctx, { lastVisit: agreementVisits.nextId(ctx, visits.length) });
  const part = agreements.change(ctx, agreement, {
    status: "active",
    activatedAt: ctx.now,
    ...visitsPlanned(agreement),
  });
  const recurring = newRecurring(ctx, part.row, recurringId, firstBilledFrom(termOf(agreement), 1, from));
  return await commit(ctx, {
    parts: [
      part,
      recurring,
      ...visitParts(ctx, id, visits, { firstId: lastVisit - visits.length + 1, before: 0 }),
      askRun(ctx, todayOf(ctx)),
    ],
    events: [agreementEvents.activated(presented(part.row), presented(agreement))],
    audit: { action: "activate", of: part },
    result: presented(part.row),
  });
}
