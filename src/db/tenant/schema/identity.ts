import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, id, instant, stamps, tenantId } from "../../columns.ts";

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
    status: text("status").$type<"active" | "deactivated" | "invited">().notNull(),
    ...stamps(),
    emailVerifiedAt: instant("email_verified_at"),
    passwordChangedAt: instant("password_changed_at"),
    /** Wrong passwords in a row; from the tenth on each one locks for longer. */
    failedLogins: integer("failed_logins").notNull().default(0),
    lockedUntil: instant("locked_until"),
    /** TOTP secret under SEAL_KEY: in force, and one that waits to be confirmed by a first code. */
    totpSealed: text("totp_sealed"),
    totpPending: text("totp_pending"),
    /** Last time step a code was accepted for: a code works once. */
    totpLastStep: integer("totp_last_step"),
    mfaEnabledAt: instant("mfa_enabled_at"),
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
    /** Access tokens that are older must be refreshed: the user's roles have changed since. */
    tokensValidFrom: instant("tokens_valid_from"),
    /** Whether the client asked for rotation: from then on a used refresh token betrays a thief. */
    rotates: flag("rotates").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("sessions_live").on(t.tenantId, t.userId, t.expiresAt).where(sql`ended_at is null`),
    index("sessions_by_expiry").on(t.expiresAt),
  ],
);

/** Refresh tokens by SHA-256; the token itself is never stored. */
export const refreshTokens = sqliteTable(
  "refresh_tokens",
  {
    tenantId: tenantId(),
    hash: text("hash").notNull(),
    sessionId: text("session_id").notNull(),
    createdAt: instant("created_at").notNull(),
    usedAt: instant("used_at"),
    /** The token that replaced it, under SEAL_KEY, for a client whose answer was lost. */
    successorSealed: text("successor_sealed"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.hash] }),
    index("refresh_tokens_sealed").on(t.usedAt).where(sql`successor_sealed is not null`),
    index("refresh_tokens_by_age").on(t.createdAt),
  ],
);

/** Codes for the day the phone is gone: shown once, each works once. */
export const backupCodes = sqliteTable(
  "backup_codes",
  {
    tenantId: tenantId(),
    userId: integer("user_id").notNull(),
    /** Argon2id: 50 bits are too few for a plain hash. */
    hash: text("hash").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.userId, t.hash] })],
);

/** A log-in that waits for its second factor, or for the enrolment of one. */
export const mfaChallenges = sqliteTable(
  "mfa_challenges",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    userId: integer("user_id").notNull(),
    purpose: text("purpose").$type<"verify" | "enroll">().notNull(),
    failures: integer("failures").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    emailCodeHash: text("email_code_hash"),
    emailCodeExpiresAt: instant("email_code_expires_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** Who a user is at an identity provider: its issuer and subject, never his e-mail address. */
export const ssoIdentities = sqliteTable(
  "sso_identities",
  {
    tenantId: tenantId(),
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    provider: text("provider").$type<"google" | "apple" | "microsoft">().notNull(),
    userId: integer("user_id").notNull(),
    email: text("email"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.issuer, t.subject] }),
    uniqueIndex("sso_identities_by_user").on(t.tenantId, t.userId, t.provider),
  ],
);

/** A link that was mailed: resets a password or accepts an invitation, once. */
export const mailedLinks = sqliteTable(
  "mailed_links",
  {
    tenantId: tenantId(),
    hash: text("hash").notNull(),
    purpose: text("purpose").$type<"reset" | "invite">().notNull(),
    userId: integer("user_id").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.hash] }),
    index("mailed_links_by_user").on(t.tenantId, t.userId),
    index("mailed_links_by_expiry").on(t.expiresAt),
  ],
);

/** Roles that a business made for itself. */
export const customRoles = sqliteTable(
  "custom_roles",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    permissions: text("permissions", { mode: "json" }).$type<string[]>().notNull(),
    ...stamps(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), uniqueIndex("custom_roles_name").on(t.tenantId, t.name)],
);

/** Credentials of machines. The key itself is shown once and kept as SHA-256. */
export const apiKeys = sqliteTable(
  "api_keys",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    /** What of the key may be shown, to tell keys apart. */
    prefix: text("prefix").notNull(),
    hash: text("hash").notNull(),
    scopes: text("scopes", { mode: "json" }).$type<string[]>().notNull(),
    /** CIDR ranges that may use it; empty means all. */
    allowedIps: text("allowed_ips", { mode: "json" }).$type<string[]>().notNull(),
    expiresAt: instant("expires_at"),
    lastUsedAt: instant("last_used_at"),
    revokedAt: instant("revoked_at"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), uniqueIndex("api_keys_hash").on(t.tenantId, t.hash)],
);
