import { load } from "#/db/tenant/load.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import {
  beginRun,
  knownAmong,
  planTransaction,
  ReportedPayment,
  reported,
  type Told,
  transactions,
} from "#/domains/reconciliation/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { type Importer, idsUpTo, outcomeOf, type Row, requestOf } from "./importers.ts";

/** What a payment provider reports, by its own ids: a row that is known already may tell its fee or how it ended. */
export const importPayments: Importer = async (ctx, rows, isDry) => {
  const { organization } = await load(ctx, { organization: organizationOf(ctx) });
  const usual = { currency: settingOf(organization, "currency"), timeZone: ctx.tenant.timezone };
  const read = rows.map((row) => readPayment(row, usual));
  const { known, last } = await load(ctx, {
    known: knownAmong(
      ctx,
      read.flatMap((one) => ("told" in one ? one.told : [])),
    ),
    last: isDry ? undefined : transactions.nextId(ctx, rows.length),
  });
  const ids = idsUpTo(last, rows.length);
  return read.map((one, i) => {
    if ("refusal" in one) return one;
    const { row, told } = one;
    // the ids of providers are their own: no external id of an import is kept
    return outcomeOf({ row, externalId: null, fields: {} }, () => {
      const before = known.find(
        ({ provider, externalId }) => provider === told.provider && externalId === told.externalId,
      );
      const part = planTransaction(ctx, told, before, { source: "import", id: ids[i] ?? 0 });
      const parts = [part, i === 0 && beginRun(ctx)];
      const plan = { parts, ...(part && { audit: { action: "import", of: part } }) };
      return before ? { known: before.id, plan } : { id: part?.row.id ?? 0, plan };
    });
  });
};

type Read = { row: number; externalId: null } & ({ told: Told } | { refusal: AppError });

function readPayment({ row, externalId, fields }: Row, usual: Parameters<typeof reported>[1]): Read {
  try {
    const payment = requestOf(ReportedPayment, { ...fields, external_id: externalId });
    return { row, externalId: null, told: reported(payment, usual) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { row, externalId: null, refusal: error };
  }
}
