import type { Ctx } from "./ctx.ts";
import type { Write } from "./db/tenant/commit.ts";
import { notFound } from "./kernel/errors.ts";

// Apart from domains.ts, which leads to every domain: parts name the supplier that they are usually ordered from, and come before suppliers.

/** Changes nothing; refuses a supplier that is not there. */
type HoldSupplier = (ctx: Ctx, id: number, field: string) => Write[];

/** The module of the suppliers, as soon as there is one. */
const modules: readonly (() => Promise<{ holdSupplier: HoldSupplier }>)[] = [];

/** What naming a supplier puts into a commit: nothing where none is named, else the refusal when there is no such supplier. */
export async function holdSupplier(ctx: Ctx, id: number | null | undefined, field: string): Promise<Write[]> {
  if (id == null) return [];
  const [load] = modules;
  if (!load) throw notFound("supplier", id, field);
  return (await load()).holdSupplier(ctx, id, field);
}
