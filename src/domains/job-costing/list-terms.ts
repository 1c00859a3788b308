/** By which day a job counts. */
export const bases = ["completed", "invoiced", "scheduled"] as const;
export type Basis = (typeof bases)[number];

export const groupings = ["job_type", "technician", "zip", "month"] as const;
export type Grouping = (typeof groupings)[number];
