import type { Ctx } from "./ctx.ts";
import type { Write } from "./db/tenant/commit.ts";

// Apart from domains.ts, which leads to every domain: parts name the supplier that they are usually ordered from, and come before suppliers.

/** Changes nothing; refuses a supplier that is not there. */
type HoldSupplier = (ctx: Ctx, id: number, field: string) => Write[];

/** The module of the suppliers. */
const suppliers: () => Promise<{ holdSupplier: HoldSupplier }> = () =>
  import("./domains/purchase-orders/supplier-repo.ts");

/** What naming a supplier puts into a commit: nothing where none is named, else the refusal when there is no such supplier. */
export const holdSupplier = async (ctx: Ctx, id: number | null | undefined, field: string): Promise<Write[]> =>
  id == null ? [] : (await suppliers()).holdSupplier(ctx, id, field);
