import { integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { id, instant, stamps, tenantId } from "../../columns.ts";

export const users = sqliteTable(
  "users",
  {
    tenantId: tenantId(),
    id: id(),
    /** As typed; `usernameKey` is what must be unique. */
    username: text("username").notNull(),
    usernameKey: text("username_key").notNull(),
    email: text("email"),
    name: text("name").notNull(),
    passwordHash: text("password_hash").notNull(),
    roles: text("roles", { mode: "json" }).$type<string[]>().notNull(),
    technicianId: integer("technician_id"),
    status: text("status").$type<"active" | "deactivated">().notNull(),
    ...stamps(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), uniqueIndex("users_username").on(t.tenantId, t.usernameKey)],
);

/** A signed-in device. Ending it ends its access tokens with the next batch they make. */
export const sessions = sqliteTable(
  "sessions",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    userId: integer("user_id").notNull(),
    createdAt: instant("created_at").notNull(),
    lastUsedAt: instant("last_used_at").notNull(),
    /** Absolute end, whatever happens. */
    expiresAt: instant("expires_at").notNull(),
    endedAt: instant("ended_at"),
    ip: text("ip").notNull(),
    userAgent: text("user_agent").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** Refresh tokens by SHA-256; the token itself is never stored. */
export const refreshTokens = sqliteTable(
  "refresh_tokens",
  {
    tenantId: tenantId(),
    hash: text("hash").notNull(),
    sessionId: text("session_id").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.hash] })],
);
