import type { Template } from "./template.ts";

// What a customer gets about a service agreement. Amounts and days come as text.

const DAY = 24 * 3600;

export const agreementRenewed: Template<{ name: string; plan: string; start: string; end: string; amount: string }> = {
  usefulSeconds: 14 * DAY,
  write: ({ name, plan, start, end, amount }, { businessName }) => ({
    subject: `Your ${plan} with ${businessName} is renewed`,
    before: [
      `Hi ${name},`,
      `Your ${plan} goes on from ${start}${end ? ` to ${end}` : ""}, at ${amount} for each billing period.`,
    ],
    after: ["You need not do anything. If you do not want it to go on, please tell us before it begins."],
  }),
};

export const agreementExpiring: Template<{ name: string; plan: string; end: string; days: number }> = {
  usefulSeconds: 5 * DAY,
  write: ({ name, plan, end, days }, { businessName }) => ({
    subject: `Your ${plan} with ${businessName} ends in ${days} days`,
    before: [`Hi ${name},`, `Your ${plan} ends on ${end}. To keep your visits and your discount, please renew it.`],
    after: ["Just answer this email, or call us."],
  }),
};
