import { permissionsOfActor } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { readFile } from "#/kernel/csv-file.ts";
import { mayNotImport } from "../errors.ts";
import { type KindName, kinds } from "../kinds.ts";
import { insertRows } from "../repo.ts";
import { repeated } from "../rules.ts";
import { type Import, imports } from "../tables.ts";

const TEMPLATE = "GET /admin/imports/template.csv gives a file with all columns.";
/** Characters of a cell; no field takes as many. */
const MAX_CELL = 8000;

type StartImport = { kind: KindName; isDry: boolean; bytes: Uint8Array };

/** Takes a file in, with all its rows. They are carried out in the background, slice by slice. */
export async function startImport(ctx: Ctx, { kind, isDry, bytes }: StartImport): Promise<Import> {
  const { permission } = kinds[kind];
  if (!permissionsOfActor(ctx.actor).has(permission)) throw mayNotImport(permission);
  const { rows, warnings } = readFile(bytes, { ...kinds[kind], help: TEMPLATE });
  const again = repeated(rows, kinds[kind]);
  const results = rows.map(({ row, cells, surplus }) => {
    const isLong = Object.values(cells).some((text) => text.length > MAX_CELL);
    return {
      row,
      externalId: isLong ? null : (cells.external_id?.trim() ?? null),
      cells: isLong ? {} : cells,
      ...judged({ surplus, isLong }, again.get(row)),
    };
  });
  const countOf = (status: string) => results.filter((result) => result.status === status).length;
  const part = imports.insert(ctx, {
    id: imports.newId(),
    kind,
    dryRun: isDry,
    status: "running",
    rows: rows.length,
    created: 0,
    unchanged: 0,
    skipped: countOf("skipped"),
    failed: countOf("failed"),
    warnings,
    atRow: 1,
    attempts: 0,
    nextAttemptAt: ctx.now,
    finishedAt: null,
  });
  return await commit(ctx, {
    parts: [{ ...part, wakes: true }, ...insertRows(ctx, part.row.id, results)],
    audit: { action: "start", of: part },
    result: part.row,
  });
}

/** What can be said of a row before anything is loaded. */
function judged(
  { surplus, isLong }: { surplus: boolean; isLong: boolean },
  again: { column: string; first: number } | undefined,
) {
  if (isLong) {
    const message = `A cell of the row has more than ${MAX_CELL} characters.`;
    return { status: "failed" as const, reason: "import.cell_too_long", message };
  }
  if (surplus) {
    const message = "The row has more cells than the header. A text with a delimiter in it needs quotes around it.";
    return { status: "failed" as const, reason: "import.too_many_cells", message };
  }
  if (!again) return { status: "pending" as const, reason: null, message: null };
  const message = `Row ${again.first} has the same ${again.column}.`;
  return { status: "skipped" as const, reason: "import.repeated", message };
}
