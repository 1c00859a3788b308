import type { Ctx } from "./ctx.ts";
import type { Statement } from "./db/tenant/client.ts";

// Apart from domains.ts, which leads to every domain: parts name the supplier that they are usually ordered from, and come before suppliers.

type Suppliers = { suppliers: { one: (ctx: Ctx, id: number, field: string) => Statement } };

/** The module of the suppliers. */
const suppliers: () => Promise<Suppliers> = () => import("./domains/purchase-orders/tables.ts");

/** The statement that refuses when there is no such supplier. */
export const supplierNamed = async (ctx: Ctx, id: number, field: string): Promise<Statement> =>
  (await suppliers()).suppliers.one(ctx, id, field);
