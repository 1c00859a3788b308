import { DAY, type Template } from "../letter.ts";

export const accountLocked: Template<{ name: string; minutes: number }> = {
  usefulSeconds: DAY,
  write: ({ name, minutes }, { businessName }) => ({
    subject: `Too many wrong passwords for your account at ${businessName}`,
    before: [
      `Hello ${name},`,
      `somebody has tried too many wrong passwords for your account at ${businessName}. It takes no password for the next ${minutes === 1 ? "minute" : `${minutes} minutes`}.`,
    ],
    after: ["If that was you, wait and try again, or ask for a new password. If it was not, your password has held."],
  }),
};
