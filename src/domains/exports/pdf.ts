import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { type Organization, organizationOf, present, printed } from "#/domains/organization/index.ts";
import {
  isFinal,
  linesFrom,
  type NamedStatement,
  type PayLine,
  type PayPeriod,
  pageOfLines,
  statementsOf,
  totalsOf,
} from "#/domains/pay-periods/index.ts";
import type { PdfFile, Report, Section } from "#/integrations/pdf/index.ts";
import { amountText } from "#/kernel/currencies.ts";
import { notFound } from "#/kernel/errors.ts";
import { toInstant } from "#/kernel/time.ts";
import { describeLine, fileName, slugOf, statementFrom } from "./rules.ts";

/** Lines of a page: one trip. */
const PAGE = 2000;
/** Lines of a document: more would take too much time and memory to lay out. */
const MOST_LINES = 4000;

/** What one technician gets in a pay period; 404 when nothing is on their statement. */
export async function statementPdf(ctx: Ctx, at: { payPeriodId: number; technicianId: number }): Promise<PdfFile> {
  const found = await linesOf(ctx, at.payPeriodId, at.technicianId);
  const [statement] = found.statements;
  if (!statement) throw notFound("pay_statement", `${at.payPeriodId}/${at.technicianId}`);
  const { period, money } = found;
  const bytes = await print(ctx, found, {
    title: "Commission statement",
    facts: [
      ["Technician", `${statement.technicianName} (no. ${statement.technicianId})`],
      ["Pay period", daysOf(period)],
      ["Payday", period.payOn],
      ["Status", statusOf(period)],
      ...sumsOf(statement, money),
      ...found.omitted,
    ],
    sections: found.lines.length > 0 ? [lineSection(found.lines, statement, money)] : [],
  });
  const { startsOn, endsOn } = period;
  const who = slugOf(statement.technicianName) || String(statement.technicianId);
  return { name: fileName(`commission-statement_${who}`, [startsOn, endsOn], "pdf"), bytes };
}

/** A pay period: what each technician gets, every line of it, and what all get. */
export async function periodPdf(ctx: Ctx, id: number): Promise<PdfFile> {
  const found = await linesOf(ctx, id);
  const { period, statements, money } = found;
  const totals = totalsOf(statements);
  const bytes = await print(ctx, found, {
    title: "Pay period report",
    facts: [
      ["Pay period", daysOf(period)],
      ["Payday", period.payOn],
      ["Status", statusOf(period)],
      ["Technicians", String(totals.technicians)],
      ...sumsOf(totals, money),
      ...found.omitted,
    ],
    sections: [
      summary(statements, money, "Statements"),
      ...statements.flatMap((statement) => {
        const lines = found.lines.filter(({ technicianId }) => technicianId === statement.technicianId);
        const heading = `${statement.technicianName} (no. ${statement.technicianId})`;
        return lines.length > 0 ? [{ heading, ...lineSection(lines, statement, money) }] : [];
      }),
      ...(found.lines.length > 0 ? [summary([], money, "All technicians", totals)] : []),
    ],
  });
  return { name: fileName("pay-period", [period.startsOn, period.endsOn], "pdf"), bytes };
}

type Line = Omit<PayLine, "tenantId" | "payPeriodId">;
type Money = (cents: number | null) => string;
type Found = {
  period: PayPeriod;
  organization: Organization | undefined;
  statements: NamedStatement[];
  lines: Line[];
  omitted: [string, string][];
  money: Money;
};

/** A period with its lines, or those of one technician. What was read says what they sum up to: of an open period more may be posted meanwhile. */
async function linesOf(ctx: Ctx, id: number, technicianId?: number): Promise<Found> {
  const lines: Line[] = [];
  const more = technicianId === undefined ? {} : { technicianId };
  for (let cursor: string | undefined; ; ) {
    const page = { cursor, limit: PAGE, ...more };
    const all = await read(ctx, {
      ...(await statementsOf(ctx, id, technicianId)),
      ...(await linesFrom(ctx, id, page)),
      organization: organizationOf(ctx),
    });
    const { items, nextCursor } = pageOfLines(all, page);
    lines.push(...items);
    cursor = nextCursor ?? undefined;
    if (cursor && lines.length < MOST_LINES) continue;
    const statements = isFinal(all.period) ? all.stored : all.live;
    const { currency } = present(ctx, all.organization);
    const money: Money = (cents) => (cents === null ? "" : amountText(cents, currency));
    const common = { period: all.period, organization: all.organization, money };
    if (cursor) return { ...common, statements, lines: [], omitted: [["Lines", "more than fit here: see the CSV"]] };
    const of = Map.groupBy(lines, (line) => line.technicianId);
    const summed = statements.map(({ technicianId: whose, technicianName }) => ({
      technicianName,
      ...statementFrom(whose, of.get(whose) ?? []),
    }));
    return { ...common, statements: summed, lines, omitted: [] };
  }
}

const daysOf = ({ startsOn, endsOn }: PayPeriod): string => `${startsOn} to ${endsOn}`;

const statusOf = ({ status, paidOn }: PayPeriod): string =>
  status === "closed" || status === "paid"
    ? `${status}${paidOn ? ` on ${paidOn}` : ""}`
    : "open: a preview that may change";

type Sums = Omit<NamedStatement, "technicianId" | "technicianName">;

const sumsOf = (sums: Sums, money: Money): [string, string][] => [
  ["Commissions", money(sums.commissionCents)],
  ...worked("Hours", sums.regularMinutes, money(sums.hoursCents)),
  ...worked("Overtime", sums.overtimeMinutes, money(sums.overtimeCents)),
  ...(sums.reimbursementCents === 0 ? [] : [["Reimbursements", money(sums.reimbursementCents)] as [string, string]]),
  ["Adjustments", money(sums.adjustmentCents)],
  ...(sums.broughtForwardCents === 0 ? [] : [["Brought forward", money(sums.broughtForwardCents)] as [string, string]]),
  ["Pay", money(sums.payCents)],
  ...(sums.carriedForwardCents === 0 ? [] : [["Carried forward", money(sums.carriedForwardCents)] as [string, string]]),
];

/** `40:00 h, $1,000.00`; nothing where nobody worked by the hour. */
const worked = (name: string, minutes: number, amount: string): [string, string][] =>
  minutes === 0 ? [] : [[name, `${clock(minutes)}, ${amount}`]];
const clock = (minutes: number): string => {
  const length = Math.abs(minutes);
  return `${minutes < 0 ? "-" : ""}${Math.floor(length / 60)}:${String(length % 60).padStart(2, "0")} h`;
};

const right = "right" as const;

const lineSection = (lines: readonly Line[], sums: Sums, money: Money): Section => ({
  columns: [
    { head: "Date", width: 56 },
    { head: "Sale", width: 44 },
    { head: "Customer", width: 128 },
    { head: "For", width: 164 },
    { head: "Price", width: 68, align: right },
    { head: "Amount", width: 68, align: right },
  ],
  rows: lines.map((line) => [
    line.day,
    line.saleId === null ? "" : String(line.saleId),
    line.customerName ?? "",
    describeLine(line),
    line.unit === "minute" ? clock(line.quantity ?? 0) : money(line.salePriceCents),
    money(line.amountCents),
  ]),
  total: ["", "", "", `Total of ${lines.length} ${lines.length === 1 ? "line" : "lines"}`, "", money(sums.grossCents)],
});

const TIME_COLUMNS: [string, keyof Sums][] = [
  ["Hours", "hoursCents"],
  ["Overtime", "overtimeCents"],
  ["Expenses", "reimbursementCents"],
];

/** A row for each statement, and what all sum up to. */
function summary(
  statements: readonly NamedStatement[],
  money: Money,
  heading: string,
  all: Sums = totalsOf(statements),
): Section {
  // the columns of hours and expenses are there where somebody has some: five amounts have more room than eight
  const isPaidByHour = [all.hoursCents, all.overtimeCents, all.reimbursementCents].some((cents) => cents !== 0);
  const columns: [string, keyof Sums][] = [
    ["Commissions", "commissionCents"],
    ...(isPaidByHour ? TIME_COLUMNS : []),
    ["Adjustments", "adjustmentCents"],
    ["Brought fwd", "broughtForwardCents"],
    ["Pay", "payCents"],
    ["Carried fwd", "carriedForwardCents"],
  ];
  const cells = (name: string, one: Sums) => [
    name,
    String(one.lines),
    ...columns.map(([, column]) => money(one[column])),
  ];
  return {
    heading,
    columns: [
      { head: "Technician", width: isPaidByHour ? 92 : 140 },
      { head: "Lines", width: isPaidByHour ? 30 : 40, align: right },
      ...columns.map(([head]) => ({ head, width: isPaidByHour ? 51 : 70, align: right })),
    ],
    rows: statements.map((one) => cells(`${one.technicianName} (no. ${one.technicianId})`, one)),
    total: cells("Total", all),
  };
}

const print = (
  ctx: Ctx,
  { period, organization }: Found,
  content: Pick<Report, "title" | "facts" | "sections">,
): Promise<Uint8Array<ArrayBuffer>> =>
  printed(ctx, organization, {
    ...content,
    subtitle: daysOf(period),
    madeAt: new Date(period.closedAt ?? toInstant(period.endsOn)),
  });
