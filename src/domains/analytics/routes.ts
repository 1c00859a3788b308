import { endpoint } from "#/http/endpoint.ts";
import { readGrowth } from "./growth.ts";
import { readProjections } from "./projections.ts";
import { Growth, GrowthQuery, Projections, ProjectionsQuery } from "./schemas.ts";
import { readScorecard } from "./scorecard.ts";
import { Scorecard, ScorecardQuery } from "./scorecard-schemas.ts";

const BASE = "/admin/analytics";
const reads = { by: "user", permission: "analytics:read", method: "get" } as const;

export const routes = [
  endpoint({
    ...reads,
    path: `${BASE}/projections`,
    operationId: "readProjections",
    summary: "Read what the next months may bring",
    description:
      "From the running month on, with bands that hold the truth 80 and 95 times in 100. Several simple methods, weighted by how wrong each would have been at earlier months of the same business; `members` shows the weights. Revenue is that of sales which are not voided, less refunds, without tax; jobs are completed ones. With less than two years of history the seasons that trade and region usually have speak too, and `confidence` is lower.",
    query: ProjectionsQuery,
    response: Projections,
    handler: (ctx, { query }) => readProjections(ctx, query),
  }),
  endpoint({
    ...reads,
    path: `${BASE}/growth`,
    operationId: "readGrowth",
    summary: "Read how the business grows",
    description:
      "From month to month and year to year, in basis points; null where the base is 0. A month that is running, or of which only some days were asked for, is `partial`: it has no growth and is in no average. `cagr_bps` is the yearly growth between the first and the last whole month, and needs 13 of them.",
    query: GrowthQuery,
    response: Growth,
    handler: (ctx, { query }) => readGrowth(ctx, query),
  }),
  endpoint({
    ...reads,
    path: "/admin/technicians/metrics",
    operationId: "readTechnicianMetrics",
    summary: "Read how each technician does",
    description:
      "The scorecard of each technician and of all together, beside the period of equal length before (as many whole months, or as many days), and who leads. Work counts for the technician in charge on the day of its completion, revenue and commission for those who share the sale. What would be divided by 0 is null. An average rating is shown from 3 reviews on; technicians are ranked from 5 completed jobs on, by rating with 5 average reviews added to each one's. How each figure is computed: /docs/analytics.",
    query: ScorecardQuery,
    response: Scorecard,
    handler: (ctx, { query }) => readScorecard(ctx, query),
  }),
];
