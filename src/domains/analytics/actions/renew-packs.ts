import type { Ctx } from "#/ctx.ts";
import { packAllTechnicians } from "#/domains/technicians/index.ts";
import { packAllZones } from "#/domains/zones/index.ts";
import type { Effect } from "#/jobs.ts";

/** What analytics reads packed, from its rows: written only where it differs. */
export const renewPacks = async (ctx: Ctx): Promise<Effect> => ({
  parts: [packAllTechnicians(ctx), packAllZones(ctx)],
});
