import { FlagText, InstantOut, z } from "#/kernel/fields.ts";

export const HealthQuery = z.object({ deep: FlagText.optional() });
export const Health = z
  .object({ status: z.literal("ok"), time: InstantOut })
  .openapi("Health", { example: { status: "ok", time: "2026-03-28T09:00:00.000Z" } });
