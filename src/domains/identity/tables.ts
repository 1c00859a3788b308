import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { id, instant, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { customRoles as customRoleTable } from "#/db/tenant/tables.ts";
import { roleNameTaken, tooManyRoles, usernameTaken } from "./errors.ts";

export const userTable = sqliteTable(
  "users",
  {
    tenantId: tenantId(),
    id: id(),
    /** In NFKC (kernel/fields.ts), in the case that was typed; `usernameKey` must be unique. */
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
    /** Both are kept for the version before failed_attempts, and no longer asked for. */
    failedLogins: integer("failed_logins").notNull().default(0),
    lockedUntil: instant("locked_until"),
    /** TOTP secret under SEAL_KEY: the one in force, and one that waits for its first code. */
    totpSealed: text("totp_sealed"),
    totpPending: text("totp_pending"),
    /** Last time step whose code was accepted: a code works once. */
    totpLastStep: integer("totp_last_step"),
    mfaEnabledAt: instant("mfa_enabled_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), uniqueIndex("users_username").on(t.tenantId, t.usernameKey)],
);

/** The people who sign in. */
export const users = resource("user", userTable, {
  unlogged: ["totpLastStep"],
  refusals: ({ username }) => ({ "users.tenant_id, users.username_key": usernameTaken(username) }),
});
export type User = typeof userTable.$inferSelect;

/** Every log-in reads them all, so their number is bounded. */
const MAX_ROLES = 100;

/** Roles that a business makes for itself. They stand here because every log-in reads what its user may do. */
export const customRoles = resource("role", customRoleTable, {
  limit: { most: MAX_ROLES, refusal: tooManyRoles(MAX_ROLES) },
  sequence: "custom_role",
  refusals: ({ name }) => ({ "custom_roles.tenant_id, custom_roles.name": roleNameTaken(name) }),
});
export type CustomRole = typeof customRoleTable.$inferSelect;

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

/** Runs of wrong passwords and wrong codes, each under the key of whose they are and where they come from (attempts.ts). */
export const failedAttempts = sqliteTable(
  "failed_attempts",
  {
    tenantId: tenantId(),
    key: text("key").notNull(),
    /** Failures in a row. */
    failures: integer("failures").notNull(),
    /** Until then every attempt is refused, and none is counted. */
    delayedUntil: instant("delayed_until"),
    /** When a mail last told the user of this run. */
    toldAt: instant("told_at"),
    /** When the run is forgotten; null: never. */
    expiresAt: instant("expires_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.key] }), index("failed_attempts_by_expiry").on(t.expiresAt)],
);

/** What a link does: for users, and for customers of the portal. */
type LinkPurpose = "reset" | "invite" | "unlock" | "confirm" | "portal-in" | "portal-confirm" | "portal-reset";

/** A link that was mailed: resets a password, accepts an invitation, unlocks the second factor, confirms an e-mail address or signs a customer in, once. */
export const mailedLinks = sqliteTable(
  "mailed_links",
  {
    tenantId: tenantId(),
    hash: text("hash").notNull(),
    purpose: text("purpose").$type<LinkPurpose>().notNull(),
    userId: integer("user_id").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    /** The customer's account that the link is for; then `userId` is 0. Null: for a user. */
    portalAccountId: integer("portal_account_id"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.hash] }),
    index("mailed_links_by_user").on(t.tenantId, t.userId),
    index("mailed_links_by_expiry").on(t.expiresAt),
  ],
);
