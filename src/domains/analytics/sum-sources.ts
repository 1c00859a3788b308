import type { Ctx } from "#/ctx.ts";
import { completionsByDay, dispatchJobs } from "#/domains/dispatch/index.ts";
import { sales, salesByDay } from "#/domains/sales/index.ts";
import type { LocalDate } from "#/kernel/time.ts";

/** Sums that are kept by day, and how they are counted again from the rows: by SQL of its own, not by the rule that keeps them. */
export type SumSource = {
  entity: string;
  /** From one day on, up to but without the other. */
  recount: (ctx: Ctx, from: LocalDate, before: LocalDate) => ReturnType<typeof completionsByDay>;
};

/** Everything that the verifying job counts again each night. Who keeps further sums adds them here. */
export const sumSources: readonly SumSource[] = [
  { entity: sales.entity, recount: salesByDay },
  { entity: dispatchJobs.entity, recount: completionsByDay },
];
