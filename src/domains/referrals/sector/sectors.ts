/** The trades of the referral network. */
export const sectors = [
  "HVAC",
  "Plumbing",
  "Electrical",
  "Roofing",
  "Garage Doors",
  "Pest",
  "Landscaping",
  "Cleaning",
  "Solar",
  "General",
] as const;
export type Sector = (typeof sectors)[number];

/** What a text may be about; the last is none of the trades. */
export const classes = [...sectors, "UNKNOWN"] as const;
