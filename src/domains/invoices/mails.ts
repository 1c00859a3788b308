import type { Ctx } from "#/ctx.ts";
import type { Part, Write } from "#/db/tenant/commit.ts";
import { planMail } from "#/domains/mail/index.ts";
import { amountText } from "#/kernel/currencies.ts";
import { dayText } from "#/kernel/day-text.ts";
import { daysBetween, type LocalDate } from "#/kernel/time.ts";
import { newLink } from "./links.ts";
import type { Invoice } from "./tables.ts";

type Bill = Pick<Invoice, "id" | "customerId" | "customerName" | "currency" | "totalCents" | "balanceCents"> & {
  number: string | null;
  dueDate: LocalDate;
};

const aboutOf = ({ id, customerId }: Bill) => ({ customerId, invoiceId: id });

async function billOf(ctx: Ctx, invoice: Bill, cents: number) {
  const { url: link, write } = await newLink(ctx, invoice.id);
  const { customerName: name, currency, dueDate } = invoice;
  return { data: { name, amount: amountText(cents, currency), due: dayText(dueDate), link }, write };
}

/** The mail that brings an invoice, with a new link to it. `number` is null where only the commit takes it: a mail is sealed before. */
export async function sentMail(ctx: Ctx, invoice: Bill, to: string, message = ""): Promise<(Part | Write)[]> {
  const { data, write } = await billOf(ctx, invoice, invoice.totalCents);
  return [
    write,
    await planMail(ctx, {
      to,
      template: "invoice-sent",
      data: { ...data, number: invoice.number, message },
      about: aboutOf(invoice),
    }),
  ];
}

/** The mail that reminds of an invoice, with a new link to it. */
export async function reminderMail(ctx: Ctx, invoice: Bill, to: string, day: LocalDate): Promise<(Part | Write)[]> {
  const { data, write } = await billOf(ctx, invoice, invoice.balanceCents);
  const overdueDays = Math.max(daysBetween(invoice.dueDate, day), 0);
  return [
    write,
    await planMail(ctx, {
      to,
      template: "invoice-reminder",
      data: { ...data, number: invoice.number ?? "", overdueDays },
      about: aboutOf(invoice),
    }),
  ];
}
