import { newStandIn } from "#/db/tenant/taken-ids.ts";
import { settingOf } from "#/domains/organization/index.ts";

const prefixes = {
  invoice: "invoice_prefix",
  credit_note: "credit_note_prefix",
  estimate: "estimate_prefix",
} as const;
export type Series = keyof typeof prefixes;

/**
 * The next number of a series, like `INV-42`, taken by the commit that `takes` goes into: each series counts by itself, without holes or doubles, since
 * what is not committed takes none. Until then a stand-in is in the place of the number (taken-ids.ts).
 */
export function documentNumber(series: Series, organization: Parameters<typeof settingOf>[0]) {
  const standIn = newStandIn();
  const number = `${settingOf(organization, prefixes[series])}${standIn}`;
  return { number, takes: { sequence: `${series}_number`, standIn } };
}
