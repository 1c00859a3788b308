import { DAY, type Template } from "../letter.ts";

/** What the owner of a business should know at once, in the words of whoever noticed it. */
export const ownerNotice: Template<{ name: string; title: string; message: string }> = {
  usefulSeconds: 3 * DAY,
  write: ({ name, title, message }, { businessName }) => ({
    subject: `${businessName}: ${title}`,
    before: [`Hello ${name},`, message],
    after: ["You get this mail because you own this account."],
  }),
};
