import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { FigureRow } from "../cost-repo.ts";
import { frozenWithOriginal, jobFrozen, notFrozen } from "../errors.ts";
import { costsFrozen, costsUnfrozen } from "../events.ts";
import { type Account, accountParts, holdRecalls, liveLines, presentedAccount, presentedCosting } from "../repo.ts";
import { assertSaid, said } from "../said.ts";
import type { JobCosting } from "../tables.ts";

/** Keeps the figures and lines of a job and of its recalls as they are now, whatever changes later. */
export async function freezeCosts(ctx: Ctx, jobId: number) {
  const account = await load(ctx, accountParts(ctx, jobId));
  assertSaid(ctx, jobId, costingIn(account, jobId));
  assertOriginal(account);
  if (ownOf(account).frozenAt !== null) throw jobFrozen(jobId);
  const stamps = { frozenAt: ctx.now, frozenBy: actorName(ctx.actor) };
  const parts = account.figures.map((figures) =>
    said(ctx, figures.id, costingIn(account, figures.id), {
      ...{ ...stamps, ...figuresIn(figures), lines: liveLines(account, figures) },
    }),
  );
  const result = presentedAccount(after(account, parts, ctx.now));
  return await commit(ctx, {
    parts: [...parts, ...holdRecalls(ctx, jobId, parts.length - 1)],
    events: [costsFrozen(result)],
    audit: parts.map((part) => ({ action: "freeze", of: part })),
    result,
  });
}

/** Lets the costs of a job and of its recalls follow their sources again. */
export async function unfreezeCosts(ctx: Ctx, jobId: number) {
  const account = await load(ctx, accountParts(ctx, jobId));
  assertSaid(ctx, jobId, costingIn(account, jobId));
  assertOriginal(account);
  if (ownOf(account).frozenAt === null) throw notFrozen(jobId);
  const parts = account.figures.map(({ id }) =>
    said(ctx, id, costingIn(account, id), { ...NOTHING, frozenAt: null, frozenBy: null }),
  );
  const before = presentedAccount(account);
  return await commit(ctx, {
    parts,
    events: [costsUnfrozen({ ...before, frozenAt: null }, before)],
    audit: parts.map((part) => ({ action: "unfreeze", of: part })),
    result: presentedCosting((parts[0] as { row: JobCosting }).row), // the job itself is there
  });
}

const ownOf = ({ figures }: Account): FigureRow => figures[0] as FigureRow; // the job itself is there
const costingIn = ({ costings }: Account, jobId: number) => costings.find(({ id }) => id === jobId);

function assertOriginal(account: Account): void {
  const { id, recallOfJobId } = ownOf(account);
  if (recallOfJobId !== null) throw frozenWithOriginal(id, recallOfJobId);
}

const figuresIn = (row: FigureRow) => ({
  ...{ revenueBasis: row.revenueBasis, revenueCents: row.revenueCents, estimateCents: row.estimateCents },
  ...{ labourMinutes: row.labourMinutes, labourCents: row.labourCents, materialsCents: row.materialsCents },
  ...{ purchasesCents: row.purchasesCents, expensesCents: row.expensesCents, commissionsCents: row.commissionsCents },
  ...{ vehicleCents: row.vehicleCents, manualCents: row.manualCents, overheadCents: row.overheadCents },
});
const NOTHING = {
  ...{ revenueBasis: null, revenueCents: null, estimateCents: null, labourMinutes: null, labourCents: null },
  ...{ materialsCents: null, purchasesCents: null, expensesCents: null, commissionsCents: null },
  ...{ vehicleCents: null, manualCents: null, overheadCents: null, lines: null },
};

/** The account as it reads once these are said. */
const after = (account: Account, parts: readonly { row: JobCosting }[], frozenAt: Ctx["now"]): Account => ({
  ...account,
  figures: account.figures.map((figures) => ({ ...figures, frozenAt })),
  costings: parts.map(({ row }) => row),
});
