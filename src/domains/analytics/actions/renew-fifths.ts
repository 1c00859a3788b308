import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { countSegments } from "#/domains/customers/index.ts";
import { packAllTechnicians } from "#/domains/technicians/index.ts";
import { packAllZones } from "#/domains/zones/index.ts";
import type { Effect } from "#/jobs.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { edgesOfFifths, keepFifths, renewSegments } from "../customer-repo.ts";
import type { Rfm } from "../customer-rules.ts";

/**
 * Where the fifths of the customers lie changes little in a day, so it is computed at night, and with it who is in which segment. In the same commit
 * what is read packed is packed again, where it differs from its rows.
 */
export async function renewFifths(ctx: Ctx, day: LocalDate): Promise<Effect | undefined> {
  const { edges } = await load(ctx, { edges: edgesOfFifths(ctx) });
  const packs = [packAllTechnicians(ctx), packAllZones(ctx)];
  if (edges.length === 0) return { parts: [renewSegments(ctx, undefined), countSegments(ctx), ...packs] };
  const boundsOf = (of: keyof Rfm) => edges.filter((edge) => edge.of === of && edge.fifth < 5).map(({ edge }) => edge);
  const customers = edges.filter(({ of }) => of === "recency").reduce((sum, { n }) => sum + n, 0);
  const fifths = {
    ...{ tenantId: ctx.tenant.id, day, customers },
    lastAt: boundsOf("recency") as string[],
    occasions: boundsOf("frequency") as number[],
    spendCents: boundsOf("monetary") as number[],
  };
  return { parts: [keepFifths(fifths), renewSegments(ctx, fifths), countSegments(ctx), ...packs] };
}
