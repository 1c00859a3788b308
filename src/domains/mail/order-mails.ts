import type { Template } from "./template.ts";

// What a supplier gets of a purchase order. Amounts and days come as people read them; absent ones are empty.

const DAY = 24 * 3600;

type Order = {
  name: string;
  number: string;
  message: string;
  link: string;
  lines: readonly string[];
  total: string;
  expected: string;
  destination: string;
  account: string;
  notes: string;
};

export const purchaseOrderSent: Template<Order> = {
  usefulSeconds: 7 * DAY,
  write: ({ name, number, message, link, lines, total, expected, destination, account, notes }, { businessName }) => ({
    subject: `Purchase order ${number} from ${businessName}`,
    before: [
      `Hi ${name},`,
      ...(message ? [message] : []),
      `${businessName} orders the following, under the number ${number}:`,
      lines.join("\n"),
      `Total: ${total}`,
    ],
    link: { label: "See the order", url: link },
    after: [
      [
        expected && `Expected by: ${expected}`,
        destination && `Deliver to: ${destination}`,
        account && `Our account: ${account}`,
      ]
        .filter(Boolean)
        .join("\n"),
      notes,
      `Please name ${number} on the delivery note and on the bill.`,
    ].filter(Boolean),
  }),
};
