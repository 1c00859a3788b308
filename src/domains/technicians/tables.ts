import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { cents, flag, id, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { packTechnician } from "./pack-repo.ts";

export const technicianTable = sqliteTable(
  "technicians",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    payType: text("pay_type").$type<"hourly" | "salary" | "commission_only">().notNull(),
    basePayCents: cents("base_pay_cents").notNull(),
    email: text("email"),
    userId: integer("user_id"),
    username: text("username"),
    isActive: flag("is_active").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("technicians_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

/** The people who do the work. */
export const technicians = resource("technician", technicianTable, { keeps: packTechnician });
export type Technician = typeof technicianTable.$inferSelect;
