import type { Ctx } from "#/ctx.ts";
import { errorText, log } from "#/kernel/log.ts";
import type { Instant } from "#/kernel/time.ts";

// The schedule stands in the database. A queue message is only its alarm: if one gets lost, cron finds the mail.

const message = (ctx: Ctx, mailId: string) => ({ tenantId: ctx.tenant.id, mailId });

/** Mails that may go out at once. */
export async function ringNow(ctx: Ctx, due: readonly { id: string }[]): Promise<void> {
  await ctx.env.MAIL.sendBatch(due.map(({ id }) => ({ body: message(ctx, id) })));
}

/** The next attempt of a mail; its pauses are shorter than the 12 hours that a queue takes. */
export async function ringAt(ctx: Ctx, mailId: string, at: Instant): Promise<void> {
  const delaySeconds = Math.max(Math.ceil((Date.parse(at) - Date.now()) / 1000), 0);
  await ctx.env.MAIL.send(message(ctx, mailId), { delaySeconds }).catch((error: unknown) =>
    log("warn", "mail alarm failed; cron will make up for it", { tenant: ctx.tenant.id, error: errorText(error) }),
  );
}
