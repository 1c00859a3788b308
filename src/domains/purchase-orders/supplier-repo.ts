import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must, touch } from "#/db/tenant/guards.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { notFound } from "#/kernel/errors.ts";
import { fold } from "#/kernel/fold.ts";
import { suppliers, supplierTable } from "./tables.ts";

type SupplierFilter = { archived?: boolean | undefined; search?: string | undefined };

/** Suppliers by the words of their names and places. */
export const listSuppliers = (ctx: Ctx, { archived, search, ...input }: ListInput & SupplierFilter) =>
  suppliers.list(ctx, input, {
    filters: [
      ...words(search),
      archived === undefined ? undefined : sql`(${supplierTable.archivedAt} is not null) = ${archived ? 1 : 0}`,
    ],
    sorts: { name: [supplierTable.nameKey, supplierTable.id] },
  });

/** Every word begins a word of the supplier. */
const words = (text = ""): SQL[] =>
  fold(text)
    .split(" ")
    .filter(Boolean)
    .map((word) => sql`instr(' ' || ${supplierTable.search}, ${` ${word}`}) > 0`);

/** Refuses a supplier that is not there, or goes at the same moment. */
export const holdSupplier = (ctx: Ctx, id: number, field: string): Write[] => [
  touch(supplierTable, and(eq(supplierTable.tenantId, ctx.tenant.id), eq(supplierTable.id, id))),
  must(notFound("supplier", id, field)),
];
