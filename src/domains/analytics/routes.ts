import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { CustomerAnalyticsPage, CustomersQuery } from "./customer-schemas.ts";
import { readCustomers } from "./customers.ts";
import { readGrowth } from "./growth.ts";
import { readHeatmap, readHeatmapGeoJson } from "./heatmap.ts";
import { geoJsonExample, Heatmap, HeatmapQuery } from "./place-schemas.ts";
import { readProjections } from "./projections.ts";
import { Growth, GrowthQuery, Projections, ProjectionsQuery } from "./schemas.ts";
import { readScorecard } from "./scorecard.ts";
import { Scorecard, ScorecardQuery } from "./scorecard-schemas.ts";

const BASE = "/admin/analytics";
const MAP =
  "The up to 250 places where most happened, with what they come to in whole months: of a sale the place where its customer was served when it was made, of a job that of the work. Zones are as they are now: a place is in one by its ZIP, else by the middle of its known spots; where `is_cut` is true, its figures are the least that it comes to. Shares are of everything, and `rest` is what has no known place, or one that is not shown. `intensity` is logarithmic, 1 at the place with the most.";
const reads = { by: "user", permission: "analytics:read", method: "get" } as const;

export const routes = [
  endpoint({
    ...reads,
    path: `${BASE}/projections`,
    operationId: "readProjections",
    summary: "Read what the next months may bring",
    description:
      "From the running month on, with bands that hold the truth 80 and 95 times in 100. Several simple methods, weighted by how wrong each would have been at earlier months of the same business; `members` shows the weights. Revenue is that of sales which are not voided, less refunds, without tax; jobs are completed ones. A first month in which the business signed up is left out, as only some of its days count. With less than two years of history the seasons that trade and region usually have speak too, and `confidence` is lower; the region is that of the settings, else that of the state where most of the work is.",
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
      "From month to month and year to year, in basis points; null where the base is 0. A month that is running, in which the business signed up (unless it brought the days before along), or of which only some days were asked for, is `partial`: it has no growth and is in no average. `cagr_bps` is the yearly growth between the first and the last whole month, and needs 13 of them.",
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
  endpoint({
    ...reads,
    path: `${BASE}/customers`,
    operationId: "readCustomerAnalytics",
    summary: "Read what each customer is worth",
    description:
      "Spend, visits and recency of every customer, the highest spend first. Spend is what was paid for sales and invoices, less what was given back; a visit is a completed job. Where no job was completed, sales count instead of visits in averages and in `rfm`. A customer is at risk of leaving (`churn_risk`) after twice their usual time between visits, or after 18 months where they came once. The fifths of `rfm` (5 is best) are computed at night, from 25 customers on, and so is the segment, which changes only then; `champion`: all three 4 or 5; `at_risk`: recency 1 or 2, frequency from 3 on; `lost`: recency and frequency 1 or 2; `new`: recency 4 or 5, frequency 1 or 2.",
    query: CustomersQuery,
    response: CustomerAnalyticsPage,
    handler: (ctx, { query }) => readCustomers(ctx, query),
  }),
  endpoint({
    ...reads,
    path: `${BASE}/geo-heatmap`,
    operationId: "readGeoHeatmap",
    summary: "Read where the business is done",
    description: `${MAP} \`/admin/analytics/geo-heatmap.geojson\` has the same as GeoJSON.`,
    query: HeatmapQuery,
    response: Heatmap,
    handler: (ctx, { query }) => readHeatmap(ctx, query),
  }),
  rawEndpoint({
    ...reads,
    path: `${BASE}/geo-heatmap.geojson`,
    operationId: "readGeoHeatmapGeoJson",
    summary: "Read where the business is done, as GeoJSON",
    description: `${MAP} A group whose place on the map is unknown has no geometry; one of fewer than 3 sales or jobs is left out, as it tells of one house.`,
    contentType: "application/geo+json",
    example: geoJsonExample,
    query: HeatmapQuery,
    handler: async (ctx, { query }) =>
      new Response(JSON.stringify(await readHeatmapGeoJson(ctx, query)), {
        headers: { "Content-Type": "application/geo+json" },
      }),
  }),
];
