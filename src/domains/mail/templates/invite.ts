import { DAY, type Template } from "../letter.ts";

export const invite: Template<{ name: string; link: string }> = {
  usefulSeconds: DAY,
  write: ({ name, link }, { businessName }) => ({
    subject: `You are invited to ${businessName}`,
    before: [`Hello ${name},`, `${businessName} has made an account for you. Choose a password to start.`],
    link: { label: "Accept the invitation", url: link },
    after: ["The link works once. If you do not know this business, ignore this mail."],
  }),
};
