import type { Ctx } from "#/ctx.ts";
import { type Audit, record, together } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { stampsAfter } from "#/db/tenant/stamps.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import { exponentOf } from "#/kernel/currencies.ts";
import { AppError } from "#/kernel/errors.ts";
import { log } from "#/kernel/log.ts";
import { importCustomers } from "../customer-rows.ts";
import type { Importer, Outcome, Row } from "../importers.ts";
import { importItems } from "../item-rows.ts";
import { type KindName, kinds } from "../kinds.ts";
import { importLeads } from "../lead-rows.ts";
import { importPayments } from "../payment-rows.ts";
import { keepKeys, madeUnder, nextRows, type Result, writeResults } from "../repo.ts";
import { fieldsOf } from "../rules.ts";
import { importSales } from "../sale-rows.ts";
import { dueImports, type Import, type ImportRow } from "../tables.ts";
import { importTechnicians } from "../technician-rows.ts";

const importers: Record<KindName, Importer> = {
  technicians: importTechnicians,
  customers: importCustomers,
  items: importItems,
  sales: importSales,
  payments: importPayments,
  leads: importLeads,
};
/** The most rows of a slice, and the most characters of their cells, so that no list of a slice is too long for a parameter. */
const SLICE = 500;
const SLICE_CHARACTERS = 300_000;
/** Attempts beyond one for each full slice, after which an import has failed: a file of 5 MiB has at most 20 slices more by its characters. */
const SPARE_ATTEMPTS = 40;
/** Times that a slice is judged, as something may change meanwhile. */
const TRIES = 3;

/** The next slice of an import: its rows, what they make and their results are one commit, so no row is carried out twice. */
export async function continueImport(ctx: Ctx, id: string): Promise<undefined> {
  const { job, next, organization } = await load(ctx, {
    job: dueImports.claim(ctx, id),
    next: nextRows(ctx, Number(id), SLICE + 1),
    organization: organizationOf(ctx),
  });
  if (!job) return;
  if (job.attempts > Math.ceil(job.rows / SLICE) + SPARE_ATTEMPTS) return await giveUp(ctx, job);
  const rows = sliceOf(next);
  const isLast = rows.length === next.length;
  const exponent = exponentOf(settingOf(organization, "currency"));
  await carryOut(ctx, { job, rows, isLast, exponent }, TRIES);
  if (!isLast) await dueImports.ringNow(ctx, [id]);
}

type Slice = { job: Import; rows: readonly ImportRow[]; isLast: boolean; exponent: number };

function sliceOf(next: readonly ImportRow[]): ImportRow[] {
  let characters = 0;
  const tooLong = next.findIndex(({ cells }) => {
    characters += Object.values(cells).reduce((sum, text) => sum + text.length, 0);
    return characters > SLICE_CHARACTERS;
  });
  return next.slice(0, Math.min(SLICE, tooLong === -1 ? next.length : Math.max(tooLong, 1)));
}

async function carryOut(ctx: Ctx, slice: Slice, tries: number): Promise<void> {
  try {
    await attempt(ctx, slice);
  } catch (error) {
    if (tries <= 1 || !(error instanceof AppError) || error.kind === "internal") throw error;
    await carryOut(ctx, slice, tries - 1); // a SKU was taken meanwhile, a category removed: now it is seen
  }
}

async function attempt(ctx: Ctx, { job, rows, isLast, exponent }: Slice): Promise<void> {
  const { known } = await load(ctx, {
    known: madeUnder(
      ctx,
      job.kind,
      rows.flatMap(({ externalId }) => externalId ?? []),
    ),
  });
  const knownId = ({ externalId }: ImportRow) => (externalId === null ? undefined : known.get(externalId));
  const outcomes = await judge(
    ctx,
    job,
    rows.filter((row) => knownId(row) === undefined),
    exponent,
  );
  const results = [
    ...rows.flatMap((row) => {
      const recordId = knownId(row);
      return recordId === undefined ? [] : [resultOf(row.row, "unchanged", recordId)];
    }),
    ...outcomes.map((outcome) => {
      if ("refusal" in outcome) return failed(outcome.row, outcome.refusal);
      if ("known" in outcome) return resultOf(outcome.row, "unchanged", outcome.known || null); // in a dry run it has no id yet
      return resultOf(outcome.row, "created", job.dryRun ? null : outcome.id);
    }),
  ];
  const made = job.dryRun
    ? []
    : outcomes.flatMap(({ row, ...outcome }) =>
        "plan" in outcome && outcome.plan ? [{ row, plan: outcome.plan }] : [],
      );
  const countOf = (status: Result["status"]) => results.filter((result) => result.status === status).length;
  await record(ctx, {
    parts: [
      dueImports.settle(ctx, job, {
        created: job.created + countOf("created"),
        unchanged: job.unchanged + countOf("unchanged"),
        failed: job.failed + countOf("failed"),
        atRow: rows.at(-1)?.row ?? job.atRow,
        ...(isLast ? { status: "done", nextAttemptAt: null, finishedAt: ctx.now } : { nextAttemptAt: ctx.now }),
        ...stampsAfter(ctx, job),
      }),
      together(
        ctx,
        made.flatMap(({ plan }) => plan.parts),
      ),
      keepKeys(ctx, job.kind, job.dryRun ? [] : outcomes.flatMap(keyOf)),
      writeResults(ctx, job.id, results),
    ],
    events: made.flatMap(({ plan }) => plan.events ?? []),
    audit: made.flatMap(({ plan, row }) => (plan.audit ? fromFile(plan.audit, job, row) : [])),
  });
}

/** What each row does. Rows whose cells cannot be read never come to their importer. */
async function judge(ctx: Ctx, job: Import, rows: readonly ImportRow[], exponent: number): Promise<Outcome[]> {
  const refused: Outcome[] = [];
  const read = rows.flatMap(({ row, externalId, cells }): Row[] => {
    try {
      const { external_id: _, ...fields } = fieldsOf(cells, kinds[job.kind], exponent);
      return [{ row, externalId, fields }];
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.push({ row, externalId, refusal: error });
      return [];
    }
  });
  const outcomes = read.length === 0 ? [] : await importers[job.kind](ctx, read, job.dryRun);
  return [...refused, ...outcomes];
}

const resultOf = (row: number, status: Result["status"], recordId: number | null): Result => ({
  row,
  status,
  recordId,
  reason: null,
  message: null,
});

/** Under which external id a thing is known from now on, made or found. */
const keyOf = (outcome: Outcome) => {
  if ("refusal" in outcome) return [];
  return [{ externalId: outcome.externalId, recordId: "known" in outcome ? outcome.known : outcome.id }];
};

const failed = (row: number, { reason, message }: AppError): Result => ({
  ...resultOf(row, "failed", null),
  reason,
  message,
});

/** The audit entry tells the file and its row. */
const fromFile = (audit: Audit, { id }: Import, row: number): Audit => ({ ...audit, details: { import: id, row } });

/** Whatever it is, it does not go away: the import ends, and its rows tell how far it came. */
async function giveUp(ctx: Ctx, job: Import): Promise<undefined> {
  log("error", "import broke off", { tenant: ctx.tenant.id, import: job.id, attempts: job.attempts });
  const ended = { status: "failed" as const, nextAttemptAt: null, finishedAt: ctx.now, ...stampsAfter(ctx, job) };
  await record(ctx, { parts: [dueImports.settle(ctx, job, ended)] });
}
