import type { Ctx } from "#/ctx.ts";
import { incomingUrl } from "./addresses.ts";
import { namedIn } from "./placeholders.ts";
import type { Communication, MessageAccount, MessageTemplate } from "./tables.ts";

/** A communication as it is shown: when a waiting one goes out, and nothing of how it is worked on. */
export const presented = (row: Communication) => ({
  ...row,
  sendsAt: row.status === "queued" ? row.nextAttemptAt : null,
});

/** An account with the address that its provider calls. */
export const shownAccount = (ctx: Pick<Ctx, "env" | "tenant">, account: MessageAccount) => ({
  ...account,
  messagesUrl: incomingUrl(ctx),
});

/** A template with the variables that it names. */
export const shownTemplate = (row: MessageTemplate) => ({
  ...row,
  variables: namedIn(`${row.subject ?? ""}\n${row.body}`),
});
