import { eventsOf } from "#/kernel/events.ts";
import { Review } from "./schemas.ts";

const define = eventsOf(Review, { entity: "review", permission: "customers:read", idIn: ({ id }) => id });

export const reviewPosted = define("review.posted", "A customer reviewed a completed job");
export const reviewChanged = define(
  "review.changed",
  "A review was changed by its customer, answered, hidden or shown again",
  { answer: "Thank you, Jane!", answered_at: "2026-03-29T09:00:00.000Z", version: 2 },
);

export const events = [reviewPosted, reviewChanged];
