import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant } from "../../columns.ts";

/** Platform administrators. They belong to no tenant. */
export const platformAdmins = sqliteTable("platform_admins", {
  id: text("id").primaryKey(),
  email: text("email").notNull().unique("platform_admins_email"),
  /** SHA-256: the password is made by us, of 256 random bits, so there is nothing to guess. */
  passwordHash: text("password_hash").notNull(),
  status: text("status").$type<"active" | "removed">().notNull(),
  createdAt: instant("created_at").notNull(),
});

/** As long as its access token; ending it ends the token at once. */
export const platformSessions = sqliteTable(
  "platform_sessions",
  {
    id: text("id").primaryKey(),
    adminId: text("admin_id").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    endedAt: instant("ended_at"),
    ip: text("ip").notNull(),
    userAgent: text("user_agent").notNull(),
  },
  (t) => [index("platform_sessions_by_admin").on(t.adminId)],
);

/** What platform administrators did with tenants, and why. */
export const platformLog = sqliteTable(
  "platform_log",
  {
    id: text("id").primaryKey(),
    at: instant("at").notNull(),
    adminId: text("admin_id").notNull(),
    tenantId: text("tenant_id").notNull(),
    action: text("action").notNull(),
    details: text("details", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
  },
  (t) => [index("platform_log_by_tenant").on(t.tenantId, t.id)],
);

/** In this order; `undoing` instead of the last two when the move is cancelled. */
export const moveSteps = ["freezing", "copying", "comparing", "switching", "clearing", "undoing"] as const;
export type MoveStep = (typeof moveSteps)[number];

/** Businesses on their way to another shard. The row goes when the move is over. It never runs ahead of what the shards say. */
export const tenantMoves = sqliteTable("tenant_moves", {
  tenantId: text("tenant_id").primaryKey(),
  fromShard: text("from_shard").notNull(),
  toShard: text("to_shard").notNull(),
  step: text("step").$type<MoveStep>().notNull(),
  /** Where copying or comparing goes on: the table, and the key of its last row that is done. */
  tableName: text("table_name"),
  afterKey: text("after_key", { mode: "json" }).$type<(string | number)[]>(),
  rowsCopied: integer("rows_copied").notNull(),
  startedAt: instant("started_at").notNull(),
  startedBy: text("started_by").notNull(),
  /** Until then the move belongs to the worker that carries it on. */
  leaseUntil: instant("lease_until"),
});
