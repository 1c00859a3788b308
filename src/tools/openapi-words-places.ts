/** What fields of zones, skills and places mean (openapi-words.ts). */
export const placeWords: Record<string, string> = {
  // zones
  zips: "ZIP codes that it covers, or other countries' postcodes; empty for the other kinds.",
  radius_m: "Metres around `center`; null for the other kinds.",
  service_days: "Weekdays on which it is served: 0 is Sunday, 6 Saturday.",
  travel_fee_cents: "What the way there costs the customer, in cents.",
  min_lead_minutes: "Least time from a booking to its beginning, in minutes.",
  color: "Colour on the map, `#rrggbb`.",
  "ServiceZone.priority": "Of several zones that cover a place the one with the highest wins.",
  "CreateServiceZone.priority": "Of several zones that cover a place the one with the highest wins.",
  "ChangeServiceZone.priority": "Of several zones that cover a place the one with the highest wins.",
  zone_id: "Id of the service zone.",

  // skills
  category: "What it belongs to: of a skill in words, of a message `transactional` or `marketing`.",
  requires_certification: "Whether it counts only with a certificate that is valid on the day of the job.",
  level: "How well, from 1 to 5.",
  certified_until: "The last day on which the certificate is valid; null: there is none.",
  certificate_number: "What the certificate is known by; null: nothing.",
  verified_by: "Who entered it.",
  skill_id: "Id of the skill.",
  skill_name: "Name of the skill.",
};
