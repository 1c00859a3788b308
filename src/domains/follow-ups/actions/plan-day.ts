import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { DailyEffect } from "#/jobs.ts";
import { type LocalDate, plusDays } from "#/kernel/time.ts";
import { candidates } from "../candidate-repo.ts";
import { allPlanned, ended, type Wanted, wantedFor } from "../planning.ts";
import { followUpsOf, rulesOf, scheduledBeside } from "../repo.ts";
import type { FollowUpRule } from "../tables.ts";
import { thingQueries, thingsOf } from "../thing-repo.ts";
import { anchorDays } from "../timing.ts";
import { triggerFacts } from "../triggers.ts";

/** Of one commit, and of one load. */
const MOST = 100;

export const PLANNING = "follow-ups of the day";

/**
 * Ends what rules have planned that were removed or switched off, and plans what comes by the calendar alone: invoices that come due, agreements that end, customers who have not been visited. Of a day and the next one,
 * since a time of day comes earlier in the east; what is planned already stays as it is. A rule that is saved asks for the day again.
 */
export async function planDay(ctx: Ctx, day: LocalDate): Promise<DailyEffect | undefined> {
  const { rules } = await load(ctx, { rules: rulesOf(ctx) });
  const enabled = rules.filter((rule) => rule.enabled);
  const { left } = await load(ctx, {
    left: scheduledBeside(
      ctx,
      enabled.map(({ id }) => id),
      MOST,
    ),
  });
  if (left.length > 0) {
    const known = new Set(rules.map(({ id }) => id));
    const parts = left.map((row) => ended(ctx, row, known.has(row.ruleId) ? "rule_disabled" : "rule_removed"));
    return { parts, isPortion: true };
  }
  const wanted: Wanted[] = [];
  for (const rule of enabled.filter(({ trigger }) => triggerFacts[trigger].anchor === "day")) {
    await planRule(ctx, rule, day, wanted);
    if (wanted.length >= MOST) return { parts: await allPlanned(ctx, wanted), isPortion: true };
  }
  return wanted.length > 0 ? { parts: await allPlanned(ctx, wanted) } : undefined;
}

/** The plans of a rule, until there are enough for a commit. */
async function planRule(ctx: Ctx, rule: FollowUpRule, day: LocalDate, wanted: Wanted[]): Promise<void> {
  const { entity } = triggerFacts[rule.trigger];
  const days = anchorDays(rule.offset, day, plusDays(day, 1));
  for (let after = 0; wanted.length < MOST; ) {
    const { ids } = await load(ctx, { ids: candidates(ctx, rule.trigger, days, after, MOST) });
    if (ids.length === 0) return;
    const { rows, ...found } = await load(ctx, {
      ...thingQueries(ctx, entity, ids),
      rows: followUpsOf(ctx, entity, ids),
    });
    const things = await thingsOf(ctx, entity, found);
    for (const id of ids) {
      const thing = things.get(id);
      if (thing && wanted.length < MOST) wanted.push(...wantedFor(ctx, [rule], thing, rows, { atNight: true }));
    }
    after = ids.at(-1) ?? after;
    if (ids.length < MOST) return;
  }
}
