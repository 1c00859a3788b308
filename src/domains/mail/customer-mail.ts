import type { Template } from "./template.ts";

const DAY = 24 * 3600;

/** What a business writes to a customer in its own words. */
export const message: Template<{
  subject: string;
  text: string;
  /** Of marketing: the page that ends it, and where a mail program does so at once. */
  leave: string | null;
  oneClick: string | null;
}> = {
  usefulSeconds: 3 * DAY,
  write: ({ subject, text, leave, oneClick }, { businessName }) => ({
    subject,
    before: text
      .split(/\n{2,}/)
      .map((paragraph) => paragraph.trim())
      .filter(Boolean),
    ...(oneClick && { unsubscribe: oneClick }),
    ...(leave && { link: { label: "No more offers by email", url: leave } }),
    after: leave ? [`You get this because you agreed to get offers of ${businessName}.`] : [],
  }),
};
