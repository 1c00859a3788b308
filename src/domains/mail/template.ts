import type { MailText, Sender } from "./layout.ts";

export type Template<Data> = {
  /** After this time the mail no longer helps its reader, and is not sent. */
  usefulSeconds: number;
  write: (data: Data, sender: Sender) => MailText;
};
