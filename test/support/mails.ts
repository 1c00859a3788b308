import { client, eventually, type Json } from "./client.ts";

export type ReceivedMail = {
  id: string;
  at: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  headers?: Record<string, string>;
};

/** What has come to an address, newest first. */
export const mailsTo = async (address: string): Promise<ReceivedMail[]> =>
  ((await client().get(`/dev/mails?to=${encodeURIComponent(address)}`)).data as Json).items;

/** Waits for a mail to an address whose subject fits, as its reader would. */
export const mailTo = (address: string, subject: RegExp): Promise<ReceivedMail> =>
  eventually(
    async () => (await mailsTo(address)).find((mail) => subject.test(mail.subject)),
    `a mail to ${address} about ${subject}`,
  );

/** The first link of a mail. */
export const linkIn = ({ text }: Pick<ReceivedMail, "text">): string => /https?:\/\/\S+/.exec(text)?.[0] ?? "";
