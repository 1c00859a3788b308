import type { Ctx } from "#/ctx.ts";
import { newId } from "#/kernel/ids.ts";
import { insertMail } from "../repo.ts";
import { sealData } from "../sealing.ts";
import type { MailData, MailTemplate } from "../templates.ts";

/** A mail to be: whom it goes to, and what its template is filled with. */
export type NewMail = { [T in MailTemplate]: { to: string; template: T; data: MailData[T] } }[MailTemplate];

/** A mail for the caller's own commit (with `announce: true`): it goes out if the commit happens, and only then. What it says is sealed. */
export async function planMail(ctx: Ctx, { to, template, data }: NewMail) {
  const id = newId("mail");
  return insertMail({
    tenantId: ctx.tenant.id,
    id,
    recipient: to,
    template,
    sealedData: await sealData(ctx, id, data),
    status: "queued",
    attempts: 0,
    error: null,
    nextAttemptAt: ctx.now,
    createdAt: ctx.now,
    sentAt: null,
  });
}
