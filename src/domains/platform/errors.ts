import type { MoveStep } from "#/db/control/schema/platform.ts";
import { AppError } from "#/kernel/errors.ts";

export const wrongPlatformCredentials = () =>
  new AppError("unauthorized", "platform.wrong_credentials", "E-mail address or password is wrong.");
export const noSuchTenant = (id: string) =>
  new AppError("not_found", "tenant.not_found", `There is no business with the id ${id}.`);
export const tenantNotActive = (status: string) =>
  new AppError(
    "conflict",
    "platform.tenant_not_active",
    `This business is ${status}. Only an active one can be moved or suspended.`,
  );
export const tenantNotSuspended = (status: string) =>
  new AppError("conflict", "platform.tenant_not_suspended", `This business is ${status}, not suspended.`);
export const moveUnderWay = (toShard: string) =>
  new AppError(
    "conflict",
    "platform.move_under_way",
    `This business is on its way to ${toShard}. Let it arrive, or cancel the move, and repeat.`,
  );
export const moveBeingCancelled = () =>
  new AppError(
    "conflict",
    "platform.move_being_cancelled",
    "The move of this business is being cancelled. Repeat the cancellation until it is done.",
  );
export const moveBusy = () =>
  new AppError("unavailable", "platform.move_busy", "Another worker carries this move on at the moment. Try again.", {
    retryAfter: 2,
  });
export const noMove = () =>
  new AppError("conflict", "platform.no_move", "This business is not on its way to another shard.");
export const moveTooFar = (step: MoveStep) =>
  new AppError(
    "conflict",
    "platform.move_too_far",
    `The move can no longer be cancelled (${step}): the business lives on its new shard. Let it end, then move it back.`,
  );
/** Not a caller's fault: the move stops here, and can be cancelled or carried on once somebody has looked. */
export const copyDiffers = (table: string) =>
  new AppError("internal", "platform.copy_differs", `The copy of ${table} differs from the original.`);
export const shardNotReady = (shard: string, state: string | undefined) =>
  new AppError(
    "conflict",
    "platform.shard_not_ready",
    `On ${shard} the business is ${state ?? "unknown"}, which its directory entry contradicts. Resume or suspend it once more, then repeat.`,
  );
