import { MINUTE, type Template } from "../letter.ts";

export const resetPassword: Template<{ name: string; link: string }> = {
  usefulSeconds: 30 * MINUTE,
  write: ({ name, link }, { businessName }) => ({
    subject: `Choose a new password for ${businessName}`,
    before: [
      `Hello ${name},`,
      `somebody, hopefully you, has asked for a new password for your account at ${businessName}.`,
    ],
    link: { label: "Choose a new password", url: link },
    after: [
      "The link works once and not for long. If you did not ask for it, ignore this mail: your password stays as it is.",
    ],
  }),
};
