import type { RunnableQuery } from "drizzle-orm/runnable-query";
import type { Ctx } from "#/ctx.ts";
import type { DaySum } from "#/db/tenant/day-sums.ts";
import { completionsByDay, dispatchJobs } from "#/domains/dispatch/index.ts";
import { sales, salesByDay } from "#/domains/sales/index.ts";
import type { LocalDate } from "#/kernel/time.ts";

/** Sums that are kept by day, and how they are counted again from the rows: by SQL of its own, not by the rule that keeps them. */
export type SumSource = {
  entity: string;
  /** The kind of its groups (`technician`); absent: the sums of all rows. */
  kind?: string;
  /** From one day on, up to but without the other; each with its group, where there are groups. */
  recount: (ctx: Ctx, from: LocalDate, before: LocalDate) => RunnableQuery<DaySum[], "sqlite">;
};

/** Everything that the verifying job counts again each night. Who keeps further sums adds them here. */
export const sumSources: readonly SumSource[] = [
  { entity: sales.entity, recount: salesByDay },
  { entity: dispatchJobs.entity, recount: completionsByDay },
];
