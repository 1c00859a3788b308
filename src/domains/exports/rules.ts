import { type PayLine, type Statement, statementOf } from "#/domains/pay-periods/index.ts";
import type { LocalDate } from "#/kernel/time.ts";

/** A name that tells what is in a file: `sales_2026-01-01_2026-03-31.csv`. */
export const fileName = (what: string, days: readonly (LocalDate | undefined)[], extension: string): string =>
  `${[what, ...days.filter((day) => day !== undefined)].join("_")}.${extension}`;

/** A name as part of a file's name. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);

type Line = Pick<PayLine, "technicianId" | "kind" | "reason" | "amountCents" | "quantity">;

/** The statement that lines of one technician sum up to. */
export function statementFrom(technicianId: number, lines: readonly Line[]): Statement {
  /** A line of a sale that takes something back is an adjustment. */
  const kindOf = (line: Line) =>
    line.kind === "commission" && line.reason !== "commission" ? "adjustment" : line.kind;
  const of = Map.groupBy(lines, kindOf);
  const sum = (kind: PayLine["kind"]) => (of.get(kind) ?? []).reduce((all, line) => all + line.amountCents, 0);
  const minutes = (kind: PayLine["kind"]) => (of.get(kind) ?? []).reduce((all, line) => all + (line.quantity ?? 0), 0);
  return statementOf({
    technicianId,
    lines: lines.length,
    commissionCents: sum("commission"),
    hoursCents: sum("hours"),
    overtimeCents: sum("overtime"),
    reimbursementCents: sum("reimbursement"),
    adjustmentCents: sum("adjustment"),
    broughtForwardCents: sum("balance_brought_forward"),
    regularMinutes: minutes("hours"),
    overtimeMinutes: minutes("overtime"),
  });
}

const REASONS: Record<string, string> = {
  void: "Void",
  restore: "Restored",
  refund: "Refund",
  withdrawal: "Approval returned",
  correction: "Correction",
  double_time: "Double time",
  manual: "Adjustment",
};

/** What a line is, for a reader: `AC tune-up`, `AC tune-up (Refund, share 50 %, of 2026-03-28)`. */
export function describeLine(line: Pick<PayLine, "description" | "reason" | "shareBps" | "day" | "causedOn">): string {
  const notes = [
    REASONS[line.reason],
    line.shareBps !== null && line.shareBps < 10_000 && `share ${line.shareBps / 100} %`,
    line.causedOn < line.day && `of ${line.causedOn}`,
  ].filter((note) => note);
  return notes.length > 0 ? `${line.description} (${notes.join(", ")})` : line.description;
}
