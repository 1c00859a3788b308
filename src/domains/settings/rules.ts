import type { Branding } from "#/domains/tenants/index.ts";

/** What the row keeps: what was decided, as it stands on the wire. */
export type Stored = Record<string, unknown>;
/** A PATCH as it stands on the wire. */
export type Change = Stored & { branding?: Record<string, string | null>; business_hours?: Record<string, unknown> };

/** What is decided after a change: field by field, and within branding and business hours key by key. */
export const applied = (stored: Stored, branding: Branding, change: Change): Stored => ({
  ...stored,
  ...change,
  ...(change.branding && { branding: withoutNulls({ ...branding, ...change.branding }) }),
  ...(change.business_hours && { business_hours: { ...(stored.business_hours ?? {}), ...change.business_hours } }),
});

const withoutNulls = (branding: Record<string, string | null>): Branding =>
  Object.fromEntries(Object.entries(branding).filter((entry): entry is [string, string] => entry[1] !== null));

const EXTENSIONS: Record<string, string> = { "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp" };

const startsWith = (bytes: Uint8Array, at: number, start: readonly number[]): boolean =>
  start.every((byte, i) => bytes[at + i] === byte);
const codes = (text: string): number[] => Array.from(text, (char) => char.charCodeAt(0));

/** What an image is by its first bytes, whatever it is called; undefined for everything else. */
export function imageTypeOf(bytes: Uint8Array): string | undefined {
  if (startsWith(bytes, 0, [0x89, ...codes("PNG\r\n"), 0x1a, 0x0a])) return "image/png";
  if (startsWith(bytes, 0, [0xff, 0xd8, 0xff])) return "image/jpeg";
  if (startsWith(bytes, 0, codes("RIFF")) && startsWith(bytes, 8, codes("WEBP"))) return "image/webp";
  return undefined;
}

/** The file name of a logo tells its content: another logo has another name, and the same one the same. */
export const logoName = (sha256: string, type: string): string => `${sha256}.${EXTENSIONS[type] ?? "bin"}`;
