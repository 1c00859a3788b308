import { AppError } from "#/kernel/errors.ts";

export const ruleNameTaken = (name: string) =>
  new AppError("conflict", "follow_up_rule.name_taken", `Another follow-up rule is called ${name}.`, {
    fields: { name: "is taken" },
  });
export const tooManyRules = (most: number) =>
  new AppError("conflict", "follow_up_rule.too_many", `A business has at most ${most} follow-up rules.`);
/** `fields` says what is wrong with each. */
export const ruleRefused = (fields: Record<string, string>, problems: string) =>
  new AppError("invalid", "follow_up_rule.refused", `The rule does not fit together: ${problems}.`, { fields });

/** Two workers have planned the same follow-up; one of them has done it. */
export const plannedMeanwhile = (ruleId: number, type: string, id: number) =>
  new AppError(
    "conflict",
    "follow_up.planned_meanwhile",
    `Another worker has planned the follow-up of rule ${ruleId} for ${type} ${id} at the same time.`,
  );
export const notScheduled = (id: number, status: string) =>
  new AppError(
    "conflict",
    "follow_up.not_scheduled",
    `Follow-up ${id} is ${status}: only a scheduled one can be sent.`,
  );
export const notOpen = (id: number, status: string) =>
  new AppError(
    "conflict",
    "follow_up.not_open",
    `Follow-up ${id} is ${status}: only one that is scheduled or to do can be cancelled.`,
  );
export const notToDo = (id: number, status: string) =>
  new AppError(
    "conflict",
    "follow_up.not_to_do",
    `Follow-up ${id} is ${status}: only a task that is to do can be done.`,
  );
