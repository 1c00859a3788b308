import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { OutboxEvent } from "#/db/tenant/outbox.ts";
import type { Effect } from "#/jobs.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { type Occasion, occasionsOf } from "../occasions.ts";
import { allPlanned, ended, wantedFor, without } from "../planning.ts";
import { followUpsOf, rulesOf } from "../repo.ts";
import { SUCCESS_DAYS } from "../rules.ts";
import { type FollowUp, type FollowUpRule, followUps } from "../tables.ts";
import { thingQueries, thingsOf } from "../thing-repo.ts";

/** Plans what a trigger brings, ends what a change makes needless, and notes what follow-ups have achieved. */
export async function followEvent(ctx: Ctx, event: OutboxEvent): Promise<Effect | undefined> {
  const effects: Effect[] = [];
  for (const occasion of occasionsOf(event)) {
    const effect = await follow(ctx, occasion, event);
    if (effect) effects.push(effect);
  }
  return effects.length === 0 ? undefined : { parts: effects.flatMap(({ parts }) => parts) };
}

async function follow(ctx: Ctx, occasion: Occasion, event: OutboxEvent): Promise<Effect | undefined> {
  const { type, id, plans = [] } = occasion;
  const { rules, rows } = await load(ctx, { rules: rulesOf(ctx), rows: followUpsOf(ctx, type, [id]) });
  const asked = rules.filter((rule) => rule.enabled && plans.includes(rule.trigger));
  const pending = rows.filter(({ status }) => status === "scheduled");
  const achieved = occasion.success ? without(rows, "convertedAt", successFrom(event.occurredAt)) : [];
  if (asked.length === 0 && pending.length === 0 && achieved.length === 0) return undefined;

  const thing = (await thingsOf(ctx, type, await load(ctx, thingQueries(ctx, type, [id])))).get(id);
  const over = pending.flatMap((row) => {
    const reason = thing ? (thing.over ?? stopOf(row, rules, occasion)) : ("gone" as const);
    return reason ? [ended(ctx, row, reason)] : [];
  });
  return {
    parts: [
      ...over,
      ...achieved.map((row) => followUps.change(ctx, row, { convertedAt: event.occurredAt })),
      ...(thing ? await allPlanned(ctx, wantedFor(ctx, asked, thing, rows)) : []),
    ],
  };
}

/** What happens within this number of days after a message counts as its success. */
export const successFrom = (at: Instant): Instant => plusSeconds(at, -SUCCESS_DAYS * 24 * 3600);

const stopOf = (row: FollowUp, rules: readonly FollowUpRule[], { stop }: Occasion) =>
  stop && rules.some((rule) => rule.id === row.ruleId && rule.stopOn.includes(stop)) ? ("stopped" as const) : null;
