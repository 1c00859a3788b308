/** A mail, ready to be sent. */
export type OutgoingMail = {
  id: string;
  to: string;
  /** Name beside our own address. */
  fromName: string;
  replyTo?: string;
  subject: string;
  text: string;
  html: string;
};

/** `refused`: never again. `failed`: later perhaps. `suppressed`: this address takes no mail. `error` is a code, without anything of the mail. */
export type SendResult = { kind: "sent" } | { kind: "refused" | "failed" | "suppressed"; error: string };
