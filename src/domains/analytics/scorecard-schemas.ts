import { anotherName, DateField, daysRespelt, z } from "#/kernel/fields.ts";
import { DateOut } from "./schemas.ts";
import { rankingNames } from "./scorecard-rules.ts";

const RankBy = z.enum(rankingNames);

export const ScorecardQuery = z.object({
  ...daysRespelt,
  rankBy: anotherName("rank_by", RankBy),
  date_from: DateField.optional().openapi({
    description: "the first local day; that of the month two months before that of the last one",
  }),
  date_to: DateField.optional().openapi({ description: "the last local day; today, where it is absent or lies ahead" }),
  rank_by: RankBy.optional().openapi({ default: "revenue", description: "what the leaderboard is ordered by" }),
});

const whole = z.int().nullable();
const figures = {
  completed: whole,
  cancelled_after_dispatch: whole,
  completion_rate_bps: whole,
  avg_job_minutes: whole,
  median_job_minutes: whole,
  avg_rating: z.number().nullable(),
  rating_count: whole,
  revenue_cents: whole,
  revenue_per_job_cents: whole,
  on_time_bps: whole,
  utilization_bps: whole,
  recall_rate_bps: whole,
  close_rate_bps: whole,
  commission_cents: whole,
};
const Figures = z.object(figures);
const compared = { ...figures, previous: Figures, change: Figures };
const standing = { rank: z.int().nullable(), percentile_bps: z.int().nullable() };

export const Scorecard = z
  .object({
    as_of: DateOut,
    date_from: DateOut,
    date_to: DateOut,
    previous_from: DateOut,
    previous_to: DateOut,
    rank_by: z.enum(rankingNames),
    team: z.object(compared),
    technicians: z.array(
      z.object({
        technician_id: z.int(),
        name: z.string(),
        is_active: z.boolean(),
        ...compared,
        ranking_rating: z.number().nullable(),
        ...standing,
      }),
    ),
    leaderboard: z.array(
      z.object({
        rank: z.int(),
        technician_id: z.int(),
        name: z.string(),
        value: z.number().nullable(),
        percentile_bps: z.int().nullable(),
        change: z.number().nullable(),
      }),
    ),
  })
  .openapi("Scorecard", {
    example: {
      ...{ as_of: "2026-03-28", date_from: "2026-01-01", date_to: "2026-03-28", previous_from: "2025-10-06" },
      ...{ previous_to: "2025-12-31", rank_by: "revenue" },
      team: example(),
      technicians: [
        {
          ...{ technician_id: 1, name: "Mike Johnson", is_active: true, ...example() },
          ...{ ranking_rating: 4.7, rank: 1, percentile_bps: null },
        },
      ],
      leaderboard: [
        { rank: 1, technician_id: 1, name: "Mike Johnson", value: 4150000, percentile_bps: null, change: 650000 },
      ],
    },
  });

function example() {
  const now = {
    ...{ completed: 83, cancelled_after_dispatch: 4, completion_rate_bps: 9540, avg_job_minutes: 74 },
    ...{ median_job_minutes: 65, avg_rating: 4.75, rating_count: 24, revenue_cents: 4150000 },
    ...{ revenue_per_job_cents: 50000, on_time_bps: 9120, utilization_bps: 6830, recall_rate_bps: 241 },
    ...{ close_rate_bps: 5600, commission_cents: 311250 },
  };
  const previous = { ...now, completed: 70, revenue_cents: 3500000 };
  const same = Object.fromEntries(Object.keys(now).map((name) => [name, 0])) as typeof now;
  return { ...now, previous, change: { ...same, completed: 13, revenue_cents: 650000 } };
}
