/** A mail that is ready to send. */
export type OutgoingMail = {
  id: string;
  to: string;
  /** The sender's display name; the address is MAIL_FROM. */
  fromName: string;
  replyTo?: string;
  /** Headers beside those of every mail. */
  headers?: Record<string, string>;
  subject: string;
  text: string;
  html: string;
};

/**
 * `refused`: do not try again. `failed`: another attempt may succeed. `suppressed`: the address accepts no mail. `error` is a code and
 * contains nothing of the mail.
 */
export type SendResult = { kind: "sent" } | { kind: "refused" | "failed" | "suppressed"; error: string };
