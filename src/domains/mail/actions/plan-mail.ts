import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { holdsStandIn } from "#/db/tenant/taken-ids.ts";
import { newId } from "#/kernel/ids.ts";
import { insertMail } from "../repo.ts";
import { sealData } from "../sealing.ts";
import type { MailData, MailTemplate } from "../templates.ts";

/** A mail to send: its recipient, its template, and the template's data. */
export type NewMail = { [T in MailTemplate]: { to: string; template: T; data: MailData[T] } }[MailTemplate];

/**
 * A mail as a part of the caller's commit: it goes out if the commit happens, and only then. Its data is sealed, but for what has the number of a
 * document that this commit takes, which is known only to the database.
 */
export async function planMail(ctx: Ctx, { to, template, data }: NewMail): Promise<Part> {
  const id = newId("mail");
  const fields = Object.entries(data);
  const numbered = fields.filter(([, value]) => holdsStandIn(value));
  const sealed = Object.fromEntries(fields.filter(([, value]) => !holdsStandIn(value)));
  const insert = insertMail({
    tenantId: ctx.tenant.id,
    id,
    recipient: to,
    template,
    sealedData: await sealData(ctx, id, sealed),
    numberedData: numbered.length > 0 ? JSON.stringify(Object.fromEntries(numbered)) : null,
    status: "queued",
    attempts: 0,
    error: null,
    nextAttemptAt: ctx.now,
    createdAt: ctx.now,
    sentAt: null,
  });
  return { writes: [insert], wakes: true };
}
