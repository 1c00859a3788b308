import { MINUTE, type Template } from "../letter.ts";

export const mfaCode: Template<{ name: string; code: string }> = {
  usefulSeconds: 10 * MINUTE,
  write: ({ name, code }, { businessName }) => ({
    subject: `Your code to sign in to ${businessName}`, // without the code: subjects show on locked screens
    before: [`Hello ${name},`, `with this code you complete your log-in to ${businessName}:`],
    code,
    after: [
      "It works once and not for long. Nobody of us will ever ask you for it. If you are not signing in, change your password.",
    ],
  }),
};
