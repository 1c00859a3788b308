/** Words of the domain availability, as in openapi-words.ts. */
export const availabilityWords: Record<string, string> = {
  starts: "Local time of day, HH:MM.",
  ends: "Local time of day, HH:MM; at or before `starts`: on the next day.",
  weekday: "Day of the week on which the shift begins.",
  "ShiftPattern.shifts": "All shifts of every week.",
  "ShiftOverride.shifts": "Shifts that begin on this day, instead of all others; empty: a day off.",
  effective_from: "First local day on which it may begin; null: always.",
  effective_to: "Last local day on which it may begin; null: no end.",
  starts_at: "When it begins.",
  ends_at: "When it ends.",
  note: "Free text for people.",
  closed: "Whether the business is closed; false: open, although it is a public holiday.",
  minutes: "How long it lasts.",
};
