import { permissionsOfActor } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import type { Permission } from "#/kernel/permissions.ts";
import { type Definition, datasets, permissionsNeeded, problemsOf } from "./definition.ts";
import { notPermitted, unfit } from "./errors.ts";

type Asked = Pick<Definition, "dataset"> & { [K in keyof Definition]?: Definition[K] | undefined };

/** A report that was asked for, with what was left out. */
export function completed(asked: Asked): Definition {
  const { dataset, columns = [], filters = [], groupBy = [], aggregations = [], sort = [], dateRange = null } = asked;
  const usual = dateRange ? datasets[dataset].dateColumn : null;
  const dateColumn = asked.dateColumn === undefined ? usual : asked.dateColumn;
  return { dataset, columns, filters, groupBy, aggregations, sort, dateColumn: dateColumn ?? usual, dateRange };
}

/** The report in a row that has more. */
export const definitionIn = (row: Definition): Definition => {
  const { dataset, columns, filters, groupBy, aggregations, sort, dateColumn, dateRange } = row;
  // one that was kept with days beside another preset is shown as it may be sent
  const days = dateRange && dateRange.preset !== "custom" ? { preset: dateRange.preset } : dateRange;
  return { dataset, columns, filters, groupBy, aggregations, sort, dateColumn, dateRange: days };
};

/** What of it somebody may not read, and the field that asks for it. */
export const missingFor = (
  definition: Definition,
  held: ReadonlySet<Permission>,
): { permission: Permission; field: string } | undefined => {
  const found = [...permissionsNeeded(definition)].find(([permission]) => !held.has(permission));
  return found && { permission: found[0], field: found[1] };
};

/** Refuses what cannot be answered, and what the caller may not read. */
export function assertFit(ctx: Ctx, definition: Definition): void {
  const problems = problemsOf(definition);
  if (Object.keys(problems).length > 0) throw unfit(problems);
  assertMayRead(ctx, definition);
}
export function assertMayRead(ctx: Ctx, definition: Definition): void {
  const missing = missingFor(definition, permissionsOfActor(ctx.actor));
  if (missing) throw notPermitted(missing.permission, missing.field);
}
