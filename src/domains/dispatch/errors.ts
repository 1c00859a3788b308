import { AppError } from "#/kernel/errors.ts";
import type { Position } from "#/kernel/position.ts";
import type { JobStatus } from "./statuses.ts";

type Named = { id: number; status: JobStatus };
const anyOf = (statuses: readonly string[]): string => statuses.join(", ") || "nothing";

export const wrongTransition = (job: Named, to: string, allowed: readonly string[]) =>
  new AppError(
    "conflict",
    "dispatch.wrong_transition",
    `Job ${job.id} is ${job.status} and cannot become ${to}. Allowed from here: ${anyOf(allowed)}.`,
    { fields: { status: `is ${job.status}; allowed from here: ${anyOf(allowed)}` } },
  );

export const tooLateToAssign = (job: Named, assignable: readonly string[]) =>
  new AppError(
    "conflict",
    "dispatch.wrong_transition",
    `Job ${job.id} is ${job.status}. It can be assigned only while its status is one of: ${anyOf(assignable)}.`,
    { fields: { status: `is ${job.status}; must be one of: ${anyOf(assignable)}` } },
  );

export const technicianInactive = (id: number) =>
  new AppError(
    "conflict",
    "dispatch.technician_inactive",
    `Technician ${id} is not active. Choose another technician or activate this one.`,
    { fields: { technician_id: "is not active" } },
  );

export const youAreInactive = () =>
  new AppError(
    "forbidden",
    "dispatch.technician_not_active",
    "Your technician is not active, so your position is not taken. Ask the office to activate them.",
  );

/** `fields`: where the request says when. */
export const clockAhead = (fields: readonly string[]) =>
  new AppError(
    "invalid",
    "dispatch.clock_ahead",
    "The device's clock is more than five minutes ahead. Set it, or leave `at` out of a report of now.",
    { fields: Object.fromEntries(fields.slice(0, 20).map((field) => [field, "lies more than five minutes ahead"])) },
  );

export const impossibleSpeed = (last: Position | undefined) =>
  new AppError(
    "invalid",
    "dispatch.impossible_speed",
    `The place is too far from the last one, of ${last?.at ?? "now"}: nobody gets there at less than 324 km/h. If it is right, report the next reading: two that agree are believed.`,
    { fields: { latitude: "is too far from the last place", longitude: "is too far from the last place" } },
  );

export const upgradeRequired = () =>
  new AppError(
    "bad_request",
    "dispatch.upgrade_required",
    "This opens a WebSocket. Send `Upgrade: websocket`, or use the stream beside it.",
  );

export const tooManyStreams = () =>
  new AppError(
    "rate_limited",
    "dispatch.too_many_streams",
    "This session has 20 streams of the board open, the most that it may have. Close one, or wait a minute if their connections have broken.",
    { retryAfter: 30 },
  );
