import type { Ctx } from "./ctx.ts";
import type { Statement } from "./db/tenant/client.ts";
import type { Part } from "./db/tenant/commit.ts";
import type { LoggedMail, MailAbout, MailEnd } from "./kernel/customer-mail.ts";

// Apart from domains.ts, which leads to every domain: mails come before the log of what was said to customers, and are written into it.

type CustomerMails = {
  /** What a planned mail puts into its commit. */
  mailPlanned: (ctx: Ctx, mail: LoggedMail, about: MailAbout) => Promise<Part>;
  /** The entry of a mail, for its load; undefined for mails that are not to a customer. */
  entryOfMail: (ctx: Ctx, mailId: string) => Statement;
  /** What the end of a mail puts into its commit; `entry` as it was loaded. */
  mailEnded: (ctx: Ctx, entry: unknown, end: MailEnd) => Part;
};

/** The module that logs mails. */
export const customerMails: () => Promise<CustomerMails> = () => import("./domains/communications/mail-log-repo.ts");
