import { matches } from "#/kernel/event-filter.ts";
import type { Permission } from "#/kernel/permissions.ts";

type Kind = { type: string; permission: Permission };

/** The types that filters mean and these permissions open; `lacking` names the filters of which nothing is open, and what they need. */
export function readable(kinds: readonly Kind[], filters: readonly string[], granted: ReadonlySet<Permission>) {
  const open = kinds.filter(({ permission }) => granted.has(permission));
  const lacking = filters.flatMap((filter) => {
    const meant = kinds.filter(({ type }) => matches([filter], type));
    const needed = [...new Set(meant.map(({ permission }) => permission))];
    return meant.length > 0 && !needed.some((permission) => granted.has(permission))
      ? [`${filter} needs ${needed.join(" or ")}`]
      : [];
  });
  return { types: open.filter(({ type }) => matches(filters, type)).map(({ type }) => type), lacking };
}

/** `head` is the number of the last event, `oldest` that of the oldest one that is kept, `head + 1` when none is. */
export type Log = { head: number; oldest: number };

/** What a position means in a log: it is beyond its end, events after it are gone, or reading may go on. */
export const standingOf = (after: number, { head, oldest }: Log): "ahead" | "expired" | "good" => {
  if (after > head) return "ahead";
  return after < oldest - 1 ? "expired" : "good";
};

/** Up to which number a page has looked: its last event if it is full, else as far as it could see. */
export const seenUpTo = (start: number, head: number, span: number, lastOfFull: number | undefined): number =>
  lastOfFull ?? Math.max(start, Math.min(head, start + span));
