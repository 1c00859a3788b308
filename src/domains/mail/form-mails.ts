import type { Template } from "./template.ts";

const DAY = 24 * 3600;

/** Brings a form that is filled in on a page. */
export const formLink: Template<{ name: string; form: string; message: string; link: string }> = {
  usefulSeconds: 7 * DAY,
  write: ({ name, form, message, link }, { businessName }) => ({
    subject: `${form}: a form from ${businessName}`,
    before: [`Hi ${name},`, ...(message ? [message] : []), `Please fill in this form: ${form}.`],
    link: { label: "Open the form", url: link },
    after: ["Whoever has this link can fill in the form, so please do not pass it on."],
  }),
};
