import { AppError } from "#/kernel/errors.ts";

export const skillNameTaken = (name: string) =>
  new AppError("conflict", "skill.name_taken", `There is a skill ${name} already. Choose another name.`, {
    fields: { name: "is taken" },
  });
export const tooManySkills = (most: number) =>
  new AppError("conflict", "skill.too_many", `A business has at most ${most} skills. Rename one that is not in use.`);
export const skillInactive = (id: number) =>
  new AppError(
    "conflict",
    "skill.not_active",
    `Skill ${id} is not in use, so nobody gets it. Choose another, or set its is_active to true.`,
  );
export const rowsRaced = () =>
  new AppError(
    "conflict",
    "technician_skill.changed_meanwhile",
    "Another request gave a technician the same skill at the same time. Send the file again.",
  );
