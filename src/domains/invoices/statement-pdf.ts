import type { Ctx } from "#/ctx.ts";
import { printed, settingOf } from "#/domains/organization/index.ts";
import { amountText } from "#/kernel/currencies.ts";
import { dayText } from "#/kernel/day-text.ts";
import { type Period, readStatement } from "./report-repo.ts";
import type { EntryKind } from "./statuses.ts";

const words: Record<EntryKind, string> = {
  issue: "Invoice",
  void: "Invoice voided",
  write_off: "Written off",
  payment: "Payment",
  credit_note: "Credit note",
  apply: "Applied",
  unapply: "Taken off",
  refund: "Refund",
  reversal: "Payment reversed",
};

const wordsOf = ({ kind, creditNoteId }: { kind: EntryKind; creditNoteId: number | null }): string =>
  kind === "void" && creditNoteId !== null ? "Credit note voided" : words[kind];

/** The statement of a customer as a file. */
export async function statementPdf(ctx: Ctx, period: Period) {
  const { organization, customer, entries, ...statement } = await readStatement(ctx, period);
  const currency = settingOf(organization, "currency");
  const money = (cents: number): string => amountText(cents, currency);
  const days = `${dayText(statement.dateFrom)} to ${dayText(statement.dateTo)}`;
  const right = "right" as const;
  const bytes = await printed(ctx, organization, {
    title: "Statement of account",
    subtitle: days,
    madeAt: new Date(ctx.now),
    facts: [
      ["Customer", customer.name],
      ["Opening balance", money(statement.openingBalanceCents)],
      ["Closing balance", money(statement.closingBalanceCents)],
    ],
    sections: [
      {
        columns: [
          { head: "Date", width: 105 },
          { head: "What", width: 120 },
          { head: "Document", width: 150 },
          { head: "Amount", width: 90, align: right },
          { head: "Balance", width: 90, align: right },
        ],
        rows: entries.map((entry) => [
          ...[dayText(entry.entryOn), wordsOf(entry), entry.document ?? ""],
          ...[money(entry.amountCents), money(entry.balanceCents)],
        ]),
        total: ["", "", "Closing balance", "", money(statement.closingBalanceCents)],
      },
    ],
  });
  return { name: `statement_${period.customerId}_${statement.dateFrom}_${statement.dateTo}.pdf`, bytes };
}
