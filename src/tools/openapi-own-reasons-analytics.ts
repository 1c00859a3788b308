/** Reasons of operations about analytics, as those in openapi-own-reasons.ts. */
export const analyticsReasons = {
  readProjections: "analytics.horizon_out_of_range analytics.unknown_metric",
  readGeoHeatmap: "analytics.days_ahead analytics.days_reversed analytics.map_too_long analytics.unknown_metric",
  readGeoHeatmapGeoJson: "analytics.days_ahead analytics.days_reversed analytics.map_too_long analytics.unknown_metric",
  readGrowth: "analytics.days_ahead analytics.days_reversed analytics.range_too_long analytics.unknown_metric",
  readTechnicianMetrics: "analytics.days_ahead analytics.days_reversed analytics.scorecard_too_long",
};
