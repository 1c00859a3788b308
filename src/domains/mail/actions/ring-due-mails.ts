import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { ringNow } from "../alarm.ts";
import { dueMails } from "../repo.ts";

/** The most messages that one `sendBatch` takes; what is due beyond that is left to cron. */
const MAX = 100;

/** Enqueues what a commit has just planned. However often that happens, each mail goes out once: its claim decides. */
export async function ringDueMails(ctx: Ctx): Promise<void> {
  const [due] = await read(ctx, [dueMails(ctx, MAX)]);
  if (due.length > 0) await ringNow(ctx, due);
}
