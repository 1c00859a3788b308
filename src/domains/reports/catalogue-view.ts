import { permissionsOfActor } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { checkCaller, read } from "#/db/tenant/load.ts";
import type { Permission } from "#/kernel/permissions.ts";
import { type DatasetName, datasetNames, datasets, functionsOf, listedColumns, operatorsOf } from "./definition.ts";
import { noSuchColumn, notPermitted } from "./errors.ts";
import { valuesOf } from "./rows-repo.ts";

/** All that can be reported on, and what of it the caller may read. */
export async function showDatasets(ctx: Ctx) {
  await checkCaller(ctx);
  const held = permissionsOfActor(ctx.actor);
  const may = (permission: Permission | undefined) => permission === undefined || held.has(permission);
  const items = datasetNames.map((name) => {
    const { about, permission, dateColumn, columns } = datasets[name];
    return {
      ...{ name, description: about, permission, isPermitted: may(permission), dateColumn },
      columns: Object.entries(columns).map(([column, { type, about: description, values, permission: more }]) => ({
        ...{ name: column, type, description, values: values ? [...values] : null },
        operators: [...operatorsOf(type)],
        aggregations: [...functionsOf(type)],
        isPermitted: may(permission) && may(more),
      })),
    };
  });
  return { items };
}

/** What a column may be filtered by. */
export async function showValues(ctx: Ctx, dataset: DatasetName, name: string) {
  const { columns, permission } = datasets[dataset];
  const listed = listedColumns(dataset);
  const column = listed.includes(name) ? columns[name] : undefined;
  if (!column) throw noSuchColumn(name, dataset, listed);
  const held = permissionsOfActor(ctx.actor);
  for (const needed of [permission, column.permission])
    if (needed && !held.has(needed)) throw notPermitted(needed, "column");
  const { found } = await read(ctx, { found: column.type === "text" ? valuesOf(ctx, dataset, column) : undefined });
  return { items: found ?? (column.type === "flag" ? [true, false] : [...(column.values ?? [])]) };
}
