import { DAY, type Template } from "../letter.ts";

export const mfaDisabled: Template<{ name: string }> = {
  usefulSeconds: DAY,
  write: ({ name }, { businessName }) => ({
    subject: `Your account at ${businessName} no longer asks for a second factor`,
    before: [`Hello ${name},`, `a log-in to ${businessName} now needs your password alone.`],
    after: ["If that was not you, change your password at once and tell your administrator."],
  }),
};
