import type { MoveStep } from "#/db/control/schema/platform.ts";
import { AppError } from "#/kernel/errors.ts";

export const wrongPlatformCredentials = () =>
  new AppError("unauthorized", "platform.wrong_credentials", "E-mail address or password is wrong.");
export const noSuchTenant = (id: string) =>
  new AppError("not_found", "tenant.not_found", `There is no business with the id ${id}.`);
export const noSuchShard = (shard: string) =>
  new AppError("invalid", "platform.no_such_shard", `There is no shard ${shard}. GET /platform/health lists them.`, {
    fields: { shard: "must be the name of a shard of this deployment" },
  });
export const tenantNotActive = (status: string) =>
  new AppError(
    "conflict",
    "platform.tenant_not_active",
    `This business is ${status}. Only an active one can be moved or suspended.`,
  );
export const tenantNotSuspended = (status: string) =>
  new AppError("conflict", "platform.tenant_not_suspended", `This business is ${status}, not suspended.`);
export const noSuchDeadLetter = (id: string) =>
  new AppError("not_found", "dead_letter.not_found", `There is no dead letter ${id}.`);
export const deadLetterDiscarded = () =>
  new AppError(
    "conflict",
    "dead_letter.discarded",
    "This dead letter was discarded. Its work is looked for by the sweep.",
  );
export const deadLetterReplayed = () =>
  new AppError("conflict", "dead_letter.replayed", "This dead letter was replayed. There is nothing left to discard.");
export const deadLetterNotReplayable = (queue: string) =>
  new AppError(
    "conflict",
    "dead_letter.not_replayable",
    `This build has no queue ${queue}, or the message is not JSON. Discard the dead letter.`,
  );
export const moveUnderWay = (toShard: string) =>
  new AppError(
    "conflict",
    "platform.move_under_way",
    `This business is being moved to ${toShard}. Wait until it is there, or cancel the move, then repeat.`,
  );
export const moveBeingCancelled = () =>
  new AppError(
    "conflict",
    "platform.move_being_cancelled",
    "The move of this business is being cancelled. Repeat the cancellation until it is done.",
  );
export const moveBusy = () =>
  new AppError("unavailable", "platform.move_busy", "Another worker is carrying this move on. Try again.", {
    retryAfter: 2,
  });
export const noMove = () => new AppError("conflict", "platform.no_move", "This business is not being moved.");
export const moveTooFar = (step: MoveStep) =>
  new AppError(
    "conflict",
    "platform.move_too_far",
    `The move can no longer be cancelled (${step}): the business lives on its new shard. Wait until the move is over, then move it back.`,
  );
export const shardsDiffer = (from: string, to: string, tables: readonly string[]) =>
  new AppError(
    "conflict",
    "platform.shards_differ",
    `${from} and ${to} do not have the same tables: ${tables.join(", ")}. Apply all migrations to both (npm run migrate), then repeat.`,
  );
/** Not the caller's fault: the move stops here, and can be cancelled or carried on after a look at the table. */
export const copyDiffers = (table: string) =>
  new AppError("internal", "platform.copy_differs", `The copy of ${table} differs from the original.`);
export const shardNotReady = (shard: string, state: string | undefined) =>
  new AppError(
    "conflict",
    "platform.shard_not_ready",
    `On ${shard} the business is ${state ?? "unknown"}, and the directory says otherwise. Resume or suspend it once more, then repeat.`,
  );
