import { AppError } from "./kernel/errors.ts";
import type { Permission } from "./kernel/permissions.ts";
import type { Instant } from "./kernel/time.ts";

/** A signed-in user. */
export type UserActor = {
  kind: "user";
  userId: number;
  sessionId: string;
  technicianId: number | null;
  roles: readonly string[];
  permissions: ReadonlySet<Permission>;
  /** When the user last proved who they are, seconds since 1970. */
  authTime: number;
  /** When the access token was made: the user's roles may have changed since. */
  tokenMadeAt: Instant;
};

/** A customer who is signed in to the portal. */
export type CustomerActor = { kind: "customer"; accountId: number; sessionId: string; tokenMadeAt: Instant };

/** Who acts. `created_by` columns and the audit log name it as `user:1`, `api_key:3`, `customer:5`, `system:webhook.attempt`, `anonymous`. */
export type Actor =
  | UserActor
  | CustomerActor
  | { kind: "api_key"; keyId: number; permissions: ReadonlySet<Permission>; expiresAt: Instant | null }
  /** A user whose log-in waits for a second factor, or for the enrolment of one. They may do that and nothing else. */
  | { kind: "challenge"; userId: number; challengeId: string }
  | { kind: "system"; job: string }
  | { kind: "anonymous" };

type Acting = { actor: Actor };

export function actorName(actor: Actor): string {
  if (actor.kind === "user" || actor.kind === "challenge") return `user:${actor.userId}`;
  if (actor.kind === "api_key") return `api_key:${actor.keyId}`;
  if (actor.kind === "customer") return `customer:${actor.accountId}`;
  return actor.kind === "system" ? `system:${actor.job}` : "anonymous";
}

/** What the actor may do. The system's own work needs no permission. */
export const permissionsOfActor = (actor: Actor): ReadonlySet<Permission> =>
  actor.kind === "user" || actor.kind === "api_key" ? actor.permissions : new Set();

export const usersOnly = () =>
  new AppError("forbidden", "auth.users_only", "Only a signed-in user can do this, not an API key.");

/** The user who acts; refuses an API key. */
export function userOf({ actor }: Acting): UserActor {
  if (actor.kind === "api_key") throw usersOnly();
  if (actor.kind !== "user") throw new AppError("internal", "actor.no_user", `No user acts here: ${actorName(actor)}`);
  return actor;
}

/** The customer who acts: only the portal's gate lets one in. */
export function customerOf({ actor }: Acting): CustomerActor {
  if (actor.kind !== "customer")
    throw new AppError("internal", "actor.no_customer", `No customer acts here: ${actorName(actor)}`);
  return actor;
}

/** How long a proof of identity counts as recent (reliability.md 3.3: enrolment, disabling, linking, e-mail address). */
const FRESH_SECONDS = 600;

/** The refusal of a user who signed in more than ten minutes ago. An API key has no log-in to repeat, so it passes. */
export function lacksFreshLogIn({ actor, realNow }: Acting & { realNow: Instant }): AppError | undefined {
  if (actor.kind !== "user" || Date.parse(realNow) / 1000 - actor.authTime < FRESH_SECONDS) return undefined;
  return new AppError(
    "forbidden",
    "auth.reauthentication_required",
    "This needs a log-in within the last 10 minutes. Sign in again and repeat.",
  );
}

/** Refuses such a user. */
export function assertFresh(acting: Acting & { realNow: Instant }): void {
  const refusal = lacksFreshLogIn(acting);
  if (refusal) throw refusal;
}
