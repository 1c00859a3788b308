/** Who a mail is to, and what it is about: with it the mail is in the log of communications. */
export type MailAbout = {
  customerId: number | null;
  invoiceId?: number;
  estimateId?: number;
  agreementId?: number;
};
/** A mail without its links and codes. */
export type LoggedMail = { mailId: string; to: string; template: string; subject: string; body: string };
/** How a mail has ended. */
export type MailEnd = { status: "sent" | "failed" | "suppressed"; error: string | null };
