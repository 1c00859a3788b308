/** What is counted: money in cents, the others in numbers. */
export const metrics = ["revenue", "jobs", "sales"] as const;
export type Metric = (typeof metrics)[number];
export const isMetric = (name: string): name is Metric => (metrics as readonly string[]).includes(name);
export type Unit = "cents" | "count";
export const unitOf = (metric: Metric): Unit => (metric === "revenue" ? "cents" : "count");

/** What places are grouped by. */
export const groupings = ["zip", "city", "state", "zone"] as const;
export type Grouping = (typeof groupings)[number];

/** A month as `2026-03`. */
export type Month = string;
export type MonthValue = { month: Month; value: number };

/** Most months that a figure looks back. */
export const MOST_MONTHS = 120;
