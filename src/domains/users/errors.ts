import { AppError } from "#/kernel/errors.ts";

export const unknownRole = (name: string) =>
  new AppError("invalid", "user.unknown_role", `There is no role ${name}. GET /admin/roles lists them.`, {
    fields: { roles: `there is no role ${name}` },
  });
export const ownersOnly = () =>
  new AppError("forbidden", "user.owners_only", "Only an owner can make somebody an owner, or change one.");
export const mayDoMore = (id: number, lacking: readonly string[]) =>
  new AppError(
    "forbidden",
    "user.beyond_your_permissions",
    `The user ${id} may do what you may not (${lacking.join(", ")}). Ask somebody who may.`,
  );
export const lastOwner = () =>
  new AppError(
    "conflict",
    "user.last_owner",
    "This is the last active owner. Make somebody else an owner first, so that the business keeps one.",
  );
export const technicianTaken = (technicianId: number) =>
  new AppError("conflict", "user.technician_taken", `The technician ${technicianId} already has another log-in.`, {
    fields: { technician_id: "already has another log-in" },
  });
export const alreadyDeactivated = (id: number) =>
  new AppError("conflict", "user.already_deactivated", `The user ${id} is already deactivated.`);
export const notDeactivated = (id: number) =>
  new AppError("conflict", "user.not_deactivated", `The user ${id} is not deactivated.`);
export const ownerUnconfirmed = () =>
  new AppError(
    "forbidden",
    "user.owner_email_unconfirmed",
    "An owner must confirm their e-mail address before anybody can be invited. POST /auth/email/resend-confirmation mails them the link again.",
  );
export const notInvited = (id: number) =>
  new AppError("conflict", "user.not_invited", `The user ${id} does not wait for an invitation.`);
