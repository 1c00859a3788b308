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

const EXTENSIONS: Record<string, string> = { "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp" };

const startsWith = (bytes: Uint8Array, at: number, start: readonly number[]): boolean =>
  start.every((byte, i) => bytes[at + i] === byte);
const codes = (text: string): number[] => Array.from(text, (char) => char.charCodeAt(0));

/** The type of an image by its first bytes; undefined for any other file. */
export function imageTypeOf(bytes: Uint8Array): string | undefined {
  if (startsWith(bytes, 0, [0x89, ...codes("PNG\r\n"), 0x1a, 0x0a])) return "image/png";
  if (startsWith(bytes, 0, [0xff, 0xd8, 0xff])) return "image/jpeg";
  if (startsWith(bytes, 0, codes("RIFF")) && startsWith(bytes, 8, codes("WEBP"))) return "image/webp";
  return undefined;
}

/** The file name of a logo follows from its content: another image has another name. */
export const logoName = (sha256: string, type: string): string => `${sha256}.${EXTENSIONS[type] ?? "bin"}`;
