import type { OpenCtx } from "#/ctx.ts";
import { totalsOf } from "./fee-rules.ts";
import { entriesOf } from "./participation-repo.ts";

/** What a referrer has earned and lost in a month. Each entry is there once; a claw-back belongs to the month in which it was made. */
export async function statementOf(open: OpenCtx, referrer: string, month: string) {
  const entries = await entriesOf(open, referrer, month);
  return { referrer, month, entries, ...totalsOf(entries) };
}
