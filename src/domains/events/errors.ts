import { AppError } from "#/kernel/errors.ts";

/** `oldest`: the position from which everything is kept. */
export const eventsExpired = (oldest: number) =>
  new AppError(
    "gone",
    "event.expired",
    "Events are kept for 7 days, and some after this position are gone. Take a new position with after=now, read the lists that you keep in step, then go on from that position.",
    {
      fields: { after: `must be ${oldest} or later` },
    },
  );

export const eventExpired = (sequence: number) =>
  new AppError("gone", "event.expired", `Events are kept for 7 days, and event ${sequence} is gone.`);

export const eventNotReadable = (needed: string) =>
  new AppError("forbidden", "event.not_readable", `To read this event you need the permission ${needed}.`);

export const positionAhead = (head: number) =>
  new AppError(
    "bad_request",
    "event.position_ahead",
    "This business has no such position. Take a new position with after=now, read the lists that you keep in step, then go on from that position.",
    {
      fields: { after: `must be at most ${head}, the number of its last event` },
    },
  );

/** `lacking`: event filters with the permission that each needs. */
export const notReadable = (lacking: readonly string[]) =>
  new AppError(
    "forbidden",
    "event.not_readable",
    "Whoever reads events needs the permission to read what they happened to.",
    { fields: { types: lacking.join("; ") } },
  );

export const entityIncomplete = (missing: "entity" | "entity_id") =>
  new AppError("bad_request", "event.entity_incomplete", "Send entity and entity_id together, or neither.", {
    fields: { [missing]: "is required with the other one" },
  });

export const tooManyFeeds = () =>
  new AppError(
    "rate_limited",
    "event.too_many_streams",
    "This session has 20 streams of events and of the board open, the most that it may have. Close one, or wait a minute if their connections have broken.",
    { retryAfter: 30 },
  );

export const badLastEventId = () =>
  new AppError("bad_request", "event.bad_last_event_id", "Last-Event-ID must be the id of a message of this stream.", {
    fields: { "Last-Event-ID": "must be a number" },
  });
