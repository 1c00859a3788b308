import { DAY, type Template } from "../letter.ts";

export const passwordChanged: Template<{ name: string }> = {
  usefulSeconds: DAY,
  write: ({ name }, { businessName }) => ({
    subject: `Your password at ${businessName} was changed`,
    before: [`Hello ${name},`, `the password of your account at ${businessName} was changed just now.`],
    after: ["If that was not you, ask for a new password at once and tell your administrator."],
  }),
};
