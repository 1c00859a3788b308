import { AppError } from "#/kernel/errors.ts";
import { MOST_MONTHS, metrics } from "./terms.ts";

const named = metrics.join(", ");

export const unknownMetric = (metric: string) =>
  new AppError("invalid", "analytics.unknown_metric", `Nothing is counted as ${metric}: name one of ${named}.`, {
    fields: { metric: `must be one of ${named}` },
  });
export const horizonOutOfRange = (most: number) =>
  new AppError("invalid", "analytics.horizon_out_of_range", `A projection reaches 1 to ${most} months ahead.`, {
    fields: { horizon: `must be 1 to ${most}` },
  });
export const daysReversed = () =>
  new AppError("bad_request", "analytics.days_reversed", "date_to is before date_from: exchange them.", {
    fields: { date_to: "must not be before date_from" },
  });
export const daysAhead = (asOf: string) =>
  new AppError("bad_request", "analytics.days_ahead", "These days lie ahead: begin today or earlier.", {
    fields: { date_from: `must not be after today, ${asOf}` },
  });
export const scorecardTooLong = (months: number) =>
  new AppError("invalid", "analytics.scorecard_too_long", `A scorecard covers ${months} months: ask for less.`, {
    fields: { date_from: `must be within ${months} months of date_to` },
  });
export const rangeTooLong = () =>
  new AppError("invalid", "analytics.range_too_long", `Growth looks back ${MOST_MONTHS} months: ask for less.`, {
    fields: { date_from: `must be within ${MOST_MONTHS} months of date_to` },
  });

export const mapTooLong = () =>
  new AppError("invalid", "analytics.map_too_long", `A map looks at up to ${MOST_MONTHS} months: ask for less.`, {
    fields: { date_from: `must be within ${MOST_MONTHS} months of date_to` },
  });
