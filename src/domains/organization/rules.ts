import type { Changes } from "#/db/tenant/tables.ts";
import type { Branding } from "#/domains/tenants/index.ts";
import { isCurrency } from "#/kernel/currencies.ts";

/** What a business has decided, in wire format. */
export type Stored = Record<string, unknown>;
/** A PATCH in wire format. */
export type Change = Stored & {
  branding?: Record<string, string | null>;
  business_hours?: Record<string, unknown>;
  currency?: string;
  mfa_required_roles?: string[];
};

/** Whether a business may choose this currency: one in use, or the one that it has, which may have been withdrawn since. */
export const mayChoose = (currency: string, present: string): boolean => isCurrency(currency) || currency === present;

/** What is decided after a change: field by field, within branding and business hours key by key. */
export const applied = (stored: Stored, branding: Branding, change: Change): Stored => ({
  ...stored,
  ...change,
  ...(change.branding && { branding: withoutNulls({ ...branding, ...change.branding }) }),
  ...(change.business_hours && { business_hours: { ...(stored.business_hours ?? {}), ...change.business_hours } }),
});

const withoutNulls = (branding: Record<string, string | null>): Branding =>
  Object.fromEntries(Object.entries(branding).filter((entry): entry is [string, string] => entry[1] !== null));

/** The fields that differ, with their values before and after. */
export const differences = (before: Stored, after: Stored): Changes =>
  Object.fromEntries(
    Object.entries(after)
      .map(([field, value]) => [field, { before: before[field] ?? null, after: value }] as const)
      .filter(([, change]) => JSON.stringify(change.before) !== JSON.stringify(change.after)),
  );
