import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { entriesOfMany, openFromOf } from "#/domains/commissions/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { AppError, notFound } from "#/kernel/errors.ts";
import { saleVoided } from "../errors.ts";
import { saleApproved } from "../events.ts";
import { salesByIds } from "../repo.ts";
import type { Sale } from "../tables.ts";
import { approval } from "./approve-sale.ts";
import { planMove, standing } from "./move-sale.ts";

type Outcome = { id: number; approved: boolean; reason: string | null; message: string | null };
type Planned = { outcome: Outcome; part?: ReturnType<typeof planMove> };

/** Other requests may change one of the sales at the same moment; the caller hears of it after these attempts. */
const ATTEMPTS = 3;

/** Approves several sales in one commit, with an outcome for each: what cannot be approved does not hold up the others. */
export async function approveSales(
  ctx: Ctx,
  { ids }: { ids: number[] },
): Promise<{ results: Outcome[]; approvedCount: number }> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptAll(ctx, ids);
    } catch (error) {
      if (!(error instanceof AppError && error.reason === "sale.changed_meanwhile") || attempt === ATTEMPTS)
        throw error;
    }
  }
}

async function attemptAll(ctx: Ctx, ids: readonly number[]) {
  const list = JSON.stringify(ids);
  const { found, entries, openFrom, organization } = await load(ctx, {
    found: salesByIds(ctx, list),
    entries: entriesOfMany(ctx, list),
    openFrom: openFromOf(ctx),
    organization: organizationOf(ctx),
  });
  const byId = new Map(found.map((sale) => [sale.id, sale]));
  const plan = (id: number): Planned => {
    const sale = byId.get(id);
    try {
      if (!sale) throw notFound("sale", id);
      if (sale.approvalStatus === "approved") return { outcome: approved(id) };
      const of = standing(ctx, {
        sale,
        entries: entries.filter(({ saleId }) => saleId === id),
        openFrom,
        organization,
      });
      return { outcome: approved(id), part: planMove(ctx, of, approvable(ctx, sale)) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { outcome: { id, approved: false, reason: error.reason, message: error.message } };
    }
  };
  const planned = ids.map(plan);
  const results = planned.map(({ outcome }) => outcome);
  const result = { results, approvedCount: results.filter((outcome) => outcome.approved).length };
  const parts = planned.flatMap(({ part }) => part ?? []);
  if (parts.length === 0) return result;
  return await commit(ctx, {
    parts,
    events: parts.map(({ row, before }) => saleApproved(row, before)),
    audit: parts.map((of) => ({ action: "approve", of })),
    result,
  });
}

const approved = (id: number): Outcome => ({ id, approved: true, reason: null, message: null });

function approvable(ctx: Ctx, sale: Sale) {
  if (sale.voided) throw saleVoided(sale.id);
  return approval(ctx, sale);
}
