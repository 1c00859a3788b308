import { AppError } from "#/kernel/errors.ts";

/** Nobody makes themselves or another more powerful than they are. */
export const cannotGrant = (lacking: readonly string[], field: string) =>
  new AppError(
    "forbidden",
    "auth.cannot_grant",
    `You can only give what you have yourself. You lack: ${lacking.join(", ")}.`,
    { fields: { [field]: `you lack ${lacking.join(", ")}` } },
  );

export const tooManyRoles = (max: number) =>
  new AppError("conflict", "role.too_many", `A business has at most ${max} roles of its own. Remove one first.`);

export const roleInUse = (name: string) =>
  new AppError("conflict", "role.in_use", `Users have the role ${name}. Give them another one first.`);
