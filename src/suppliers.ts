import type { Ctx } from "./ctx.ts";
import type { Statement } from "./db/tenant/client.ts";
import { notFound } from "./kernel/errors.ts";

// Apart from domains.ts, which leads to every domain: parts name the supplier that they are usually ordered from, and come before suppliers.

type Suppliers = { suppliers: { one: (ctx: Ctx, id: number, field: string) => Statement } };

/** The module of the suppliers, as soon as there is one. */
const modules: readonly (() => Promise<Suppliers>)[] = [];

/** The statement that refuses when there is no such supplier. */
export async function supplierNamed(ctx: Ctx, id: number, field: string): Promise<Statement> {
  const [load] = modules;
  if (!load) throw notFound("supplier", id, field);
  return (await load()).suppliers.one(ctx, id, field);
}
