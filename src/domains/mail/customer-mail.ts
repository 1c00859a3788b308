import type { Template } from "./template.ts";

const DAY = 24 * 3600;

/** What a business writes to a customer in its own words. */
export const message: Template<{ subject: string; text: string; leave: string | null }> = {
  usefulSeconds: 3 * DAY,
  write: ({ subject, text, leave }, { businessName }) => ({
    subject,
    before: text
      .split(/\n{2,}/)
      .map((paragraph) => paragraph.trim())
      .filter(Boolean),
    ...(leave && { link: { label: "No more offers by email", url: leave } }),
    after: leave ? [`You get this because you agreed to get offers of ${businessName}.`] : [],
  }),
};
