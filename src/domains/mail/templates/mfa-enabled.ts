import { DAY, type Template } from "../letter.ts";

export const mfaEnabled: Template<{ name: string }> = {
  usefulSeconds: DAY,
  write: ({ name }, { businessName }) => ({
    subject: `Your account at ${businessName} now asks for a second factor`,
    before: [`Hello ${name},`, `from now on a log-in to ${businessName} asks for a code beside your password.`],
    after: ["If that was not you, tell your administrator at once."],
  }),
};
