import { AppError } from "#/kernel/errors.ts";

/** Nobody can make himself or another more powerful than he is. `field` is the one that asked for it. */
export const cannotGrant = (lacking: readonly string[], field: "permissions" | "roles" | "scopes") =>
  new AppError(
    "forbidden",
    "auth.cannot_grant",
    `You can only give what you have yourself. You lack: ${lacking.join(", ")}.`,
    { fields: { [field]: `you lack ${lacking.join(", ")}` } },
  );

export const roleNameTaken = (name: string) =>
  new AppError("conflict", "role.name_taken", `There is a role ${name} already. Choose another name.`, {
    fields: { name: "is taken" },
  });

export const tooManyRoles = (max: number) =>
  new AppError("conflict", "role.too_many", `A business has at most ${max} roles of its own. Remove one first.`);

export const roleInUse = (name: string) =>
  new AppError("conflict", "role.in_use", `Users have the role ${name}. Give them another one first.`);
