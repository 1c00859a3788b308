import type { Ctx } from "#/ctx.ts";
import { leadActivities } from "./tables.ts";

type NewActivity = Omit<Parameters<typeof leadActivities.insert>[1], "id" | "leadId" | "occurredAt"> & {
  occurredAt?: Parameters<typeof leadActivities.insert>[1]["occurredAt"] | undefined;
};

/** One more activity of a lead. */
export const activity = (ctx: Ctx, leadId: number, { occurredAt = ctx.now, ...more }: NewActivity) =>
  leadActivities.insert(ctx, { ...more, id: leadActivities.newId(), leadId, occurredAt });
