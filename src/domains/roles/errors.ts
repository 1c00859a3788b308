import { AppError } from "#/kernel/errors.ts";

/** Nobody makes themselves or another more powerful than they are. */
export const cannotGrant = (lacking: readonly string[], field: string) =>
  new AppError(
    "forbidden",
    "auth.cannot_grant",
    `You can only give what you have yourself. You lack: ${lacking.join(", ")}.`,
    { fields: { [field]: `you lack ${lacking.join(", ")}` } },
  );

export const roleInUse = (name: string) =>
  new AppError("conflict", "role.in_use", `Users have the role ${name}. Give them another one first.`);

export const roleRequiresMfa = (name: string) =>
  new AppError(
    "conflict",
    "role.named_in_settings",
    `The setting mfa_required_roles names the role ${name}. Take it out there first.`,
  );
