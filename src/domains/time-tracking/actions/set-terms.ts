import type { Ctx } from "#/ctx.ts";
import { changesOf } from "#/db/tenant/changes.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load, read } from "#/db/tenant/load.ts";
import { assertVersion, mustBeCurrent, nextStamps } from "#/db/tenant/stamps.ts";
import { dayAfter } from "#/kernel/wall-clock.ts";
import { ruleSets } from "../repo.ts";
import { timeRules } from "../tables.ts";
import { FIRST_DAY, type TimeRules } from "../terms.ts";
import { lastCounted, rulesUpsert } from "../timesheet-repo.ts";
import { withUsual } from "../week-rules.ts";

const ENTITY = "time_rules";
type Row = typeof timeRules.$inferSelect;

const shown = ({ effectiveFrom, rules, ...row }: Pick<Row, "effectiveFrom" | "rules"> & Partial<Row>) => ({
  effectiveFrom,
  ...rules,
  updatedAt: row.updatedAt ?? null,
  version: row.version ?? 0,
});

/** The rules that hold from now on: the last that were set. */
export async function getRules(ctx: Ctx) {
  const { sets } = await read(ctx, { sets: ruleSets(ctx) });
  const last = sets.at(-1) ?? withUsual([])[0];
  return shown(last as Row); // safe: there are always the usual ones
}

/** Sets how time is counted and paid. What is counted already stays: they hold from the first workweek on of which nothing is. */
export async function setRules(ctx: Ctx, rules: TimeRules) {
  const { sets, counted } = await load(ctx, { sets: ruleSets(ctx), counted: lastCounted(ctx) });
  assertVersion(ctx, ENTITY, { id: "of the business", version: sets.at(-1)?.version });
  const effectiveFrom = counted === undefined ? FIRST_DAY : dayAfter(counted);
  const before = sets.find((set) => set.effectiveFrom === effectiveFrom);
  const row = { tenantId: ctx.tenant.id, effectiveFrom, rules, ...nextStamps(ctx, before) };
  return await commit(ctx, {
    parts: [rulesUpsert(row), mustBeCurrent(ctx, ENTITY, "of the business")],
    audit: { action: "set", entity: ENTITY, id: effectiveFrom, changes: changesOf(timeRules, before, row) },
    result: shown(row),
  });
}
