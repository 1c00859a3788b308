import type { Ctx } from "#/ctx.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import { mails } from "#/db/tenant/schema/mail.ts";
import { newId } from "#/kernel/ids.ts";
import { seal } from "#/kernel/seal.ts";

/** What each mail is filled with. */
export type MailData = {
  invite: { name: string; link: string };
  "reset-password": { name: string; link: string };
  "password-changed": { name: string };
  "account-locked": { name: string; minutes: number };
  "mfa-code": { name: string; code: string };
  "mfa-enabled": { name: string };
  "mfa-disabled": { name: string };
};
export type MailTemplate = keyof MailData;
export type NewMail = { [T in MailTemplate]: { to: string; template: T; data: MailData[T] } }[MailTemplate];

const insertMail = insertInto(mails);

/** A mail for the caller's own commit (with `announce: true`): it goes out if the commit happens, and only then. What it says is sealed. */
export async function planMail(ctx: Ctx, { to, template, data }: NewMail) {
  const id = newId("mail");
  return insertMail({
    tenantId: ctx.tenant.id,
    id,
    recipient: to,
    template,
    sealedData: await seal(ctx.env, `mail ${ctx.tenant.id} ${id}`, JSON.stringify(data)),
    status: "queued",
    attempts: 0,
    error: null,
    nextAttemptAt: ctx.now,
    createdAt: ctx.now,
    sentAt: null,
  });
}
