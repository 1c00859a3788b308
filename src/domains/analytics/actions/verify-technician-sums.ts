import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import {
  addToTeams,
  netOf,
  type TeamSum,
  type TechnicianSum,
  teamSumsIn,
  teamSumsOf,
} from "#/db/tenant/technician-sums.ts";
import { commissionScored } from "#/domains/commissions/index.ts";
import { jobsScored } from "#/domains/dispatch/index.ts";
import { estimatesScored } from "#/domains/estimates/index.ts";
import { reviewsScored } from "#/domains/portal/index.ts";
import { salesScored } from "#/domains/sales/index.ts";
import { timeScored } from "#/domains/time-tracking/index.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { firstDayOf, plusMonths } from "../months.ts";
import type { Month } from "../terms.ts";
import { verifyMonths } from "./verify-months.ts";

/** Under another name than before estimates of nobody counted for the team: so every month is counted again once. */
const TASK = "verify technician sums, with those of nobody";

/** Verifies what each technician did. */
export const verifyTechnicianSums = (ctx: Ctx, day: LocalDate) =>
  verifyMonths(ctx, day, { task: TASK, entity: "team_sums", differencesOf, add: addToTeams });

async function differencesOf(ctx: Ctx, month: Month): Promise<TeamSum[]> {
  const next = plusMonths(month, 1);
  const [from, before] = [firstDayOf(month), firstDayOf(next)];
  const { kept, ...rows } = await load(ctx, {
    kept: teamSumsIn(ctx, [
      { from: `m:${month}`, before: `m:${next}` },
      { from: `d:${from}`, before: `d:${before}` },
    ]),
    ...jobsScored(ctx, from, before),
    sold: salesScored(ctx, from, before),
    commission: commissionScored(ctx, from, before),
    clocked: timeScored(ctx, from, before),
    offered: estimatesScored(ctx, from, before),
    reviewed: reviewsScored(ctx, from, before),
  });
  const counted = Object.values(rows).flat() as TechnicianSum[]; // safe: all but the first are such
  return netOf(counted.flatMap(teamSumsOf), kept);
}
