import type { Template } from "./template.ts";

// What a customer gets about an invoice. Amounts and days come as text.

const DAY = 24 * 3600;

type Bill = { name: string; number: string; amount: string; due: string; link: string };

/** The first mail of an invoice is written before its commit has taken the number: it has none. */
export const invoiceSent: Template<Omit<Bill, "number"> & { number: string | null; message: string }> = {
  usefulSeconds: 7 * DAY,
  write: ({ name, number, amount, due, link, message }, { businessName }) => ({
    subject: `Invoice${number === null ? "" : ` ${number}`} from ${businessName}: ${amount}`,
    before: [
      `Hi ${name},`,
      ...(message ? [message] : []),
      `Here is your invoice${number === null ? "" : ` ${number}`} for ${amount}. Please pay it by ${due}.`,
    ],
    link: { label: "See the invoice", url: link },
    after: ["Whoever has this link can see the invoice. Thank you for your business."],
  }),
};

export const invoiceReminder: Template<Bill & { overdueDays: number }> = {
  usefulSeconds: 2 * DAY,
  write: ({ name, number, amount, due, link, overdueDays }, { businessName }) => ({
    subject:
      overdueDays > 0 ? `Invoice ${number} from ${businessName} is overdue` : `Invoice ${number} from ${businessName}`,
    before: [
      `Hi ${name},`,
      overdueDays > 0
        ? `${amount} of invoice ${number} was due on ${due} and has not been paid yet.`
        : `${amount} of invoice ${number} is due on ${due}.`,
    ],
    link: { label: "See the invoice", url: link },
    after: ["If you have paid it in the last days, please ignore this email."],
  }),
};
