import type { Ctx } from "#/ctx.ts";
import { type Instant, localDateOf } from "#/kernel/time.ts";
import { outputsOf } from "./definition.ts";
import { definitionIn } from "./definitions.ts";
import { tooWide } from "./errors.ts";
import { type Days, daysOf } from "./ranges.ts";
import { type Report, runs } from "./tables.ts";
import { type Delivered, type Format, MOST_PDF_COLUMNS } from "./terms.ts";

type Asked = {
  format: Format;
  timezone: string;
  /** The moment whose day resolves the range. */
  at: Instant;
  /** The pay period that was closed last. */
  period: Days | undefined;
  userId: number | null;
  schedule?: { id: number; dueAt: Instant | null; delivery: Delivered };
};

/** A PDF has only so much room. */
export function assertFits(definition: Parameters<typeof outputsOf>[0], format: Format): void {
  if (format === "pdf" && outputsOf(definition).length > MOST_PDF_COLUMNS) throw tooWide(MOST_PDF_COLUMNS);
}

/** A new run of a report, with the report as it is and its range of days as it is on that day. */
export function newRun(ctx: Ctx, report: Report, { format, timezone, at, period, userId, schedule }: Asked) {
  const definition = definitionIn(report);
  const days = definition.dateRange && daysOf(definition.dateRange, localDateOf(at, timezone), period);
  const part = runs.insert(ctx, {
    id: runs.newId(),
    ...{ reportId: report.id, reportName: report.name, definition, format, timezone },
    ...{ dateFrom: days?.from ?? null, dateTo: days?.to ?? null },
    ...{ status: "queued", attempts: 0, nextAttemptAt: ctx.now, rowCount: 0, bytes: 0, parts: [] },
    ...{ triggeredBy: schedule && !schedule.delivery.isTest ? "schedule" : "user", userId },
    ...{ scheduleId: schedule?.id ?? null, dueAt: schedule?.dueAt ?? null, delivery: schedule?.delivery ?? null },
    privateTo: report.visibility === "private" ? report.createdBy : null,
  });
  return { ...part, wakes: true };
}
