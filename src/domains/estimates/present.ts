import { Frozen } from "#/kernel/frozen.ts";
import type { Instant } from "#/kernel/time.ts";
import type { OfferedLine, StoredOption, TaxLine } from "./content.ts";
import type { Estimate, Revision } from "./tables.ts";

const frozen = <T>(value: T): Frozen<T> => new Frozen<T>(JSON.stringify(value));

/** Options as they are shown. An estimate that is one offer has none. */
const optionsOf = (options: readonly StoredOption[]) =>
  options.flatMap((option) => {
    const { id, name, description, recommended, line_items, tax_breakdown } = option;
    const { subtotal_cents, discount_cents, tax_cents, total_cents } = option;
    const sums = { subtotal_cents, discount_cents, tax_cents, total_cents };
    return name === null ? [] : [{ id, name, description, recommended, line_items, ...sums, tax_breakdown }];
  });

/** What a version says, in lines and sums: of the one offer, or of what was accepted; of several options only the options say it. */
function saidOf({ content, taxBreakdown }: Pick<Estimate, "content" | "taxBreakdown">) {
  const { options, agreed, currency } = content;
  const [only] = options;
  const lines: OfferedLine[] = agreed?.lineItems ?? (only?.name === null ? only.line_items : []);
  const taxes: TaxLine[] = taxBreakdown ?? [];
  return { currency, lineItems: frozen(lines), options: frozen(optionsOf(options)), taxBreakdown: frozen(taxes) };
}

/** An estimate as it is shown. */
export const presented = (estimate: Estimate) => ({
  ...estimate,
  ...saidOf(estimate),
  acceptedLines: estimate.acceptedLines ?? [],
});

type Version = Omit<Revision, "closedAt" | "closedBy" | "estimateId"> & {
  closedAt: Instant | null;
  closedBy: string | null;
};
/** A version as it is shown. The present one is not closed. */
export const presentedRevision = (version: Version) => ({ ...version, ...saidOf(version) });
