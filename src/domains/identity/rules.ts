import { type Permission, permissionsOf } from "#/kernel/permissions.ts";
import type { Instant } from "#/kernel/time.ts";
import type { CustomRole } from "./tables.ts";

/** NIST SP 800-63B-4: a password that is the only factor, and one beside a second factor; no rules of composition. */
const MIN_LENGTH = { alone: 15, withMfa: 8 };

/** Who the password is for. */
export type PasswordOwner = { username: string; businessName: string; hasMfa?: boolean };

/** User names are compared without regard to case and form. */
export const usernameKey = (username: string): string => username.trim().normalize("NFKC").toLowerCase();

/** What is wrong with a new password, or null. Judged in NFKC; the names of its owner are too easy to guess. */
export function passwordProblem(password: string, owner: PasswordOwner): string | null {
  const plain = password.normalize("NFKC");
  const least = owner.hasMfa ? MIN_LENGTH.withMfa : MIN_LENGTH.alone;
  if (Array.from(plain).length < least) return `must have at least ${least} characters`;
  const bare = plain.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const names = [owner.username, owner.businessName].map((name) => usernameKey(name).replace(/[^\p{L}\p{N}]/gu, ""));
  if (names.some((name) => name !== "" && bare.replaceAll(name, "").length < least / 2 && bare.includes(name)))
    return "must not be made of your user name or business name";
  if (new Set(bare).size < 5) return "must not repeat so few characters";
  return null;
}

export const isAdmin = (roles: readonly string[]): boolean => roles.includes("owner") || roles.includes("admin");

/** What these roles add to the built-in ones, for the access token. */
export const extraPermissions = (roles: readonly string[], custom: readonly CustomRole[]): string[] => [
  ...new Set(custom.filter(({ name }) => roles.includes(name)).flatMap(({ permissions }) => permissions)),
];
/** All that these roles allow, custom roles included. */
export const permissionsOfRoles = (roles: readonly string[], custom: readonly CustomRole[]): ReadonlySet<Permission> =>
  permissionsOf(roles, extraPermissions(roles, custom));

/** What a run of failures lets pass. */
export type Patience = {
  /** The failure with this number, and each one after it, delays the next attempt for longer. */
  free: number;
  /** The failure with this number is the last: the run takes no more. */
  most?: number;
  /** The time after its last failure when a run is forgotten; null: never. */
  keptSeconds: number | null;
};

const WEEK = 7 * 86_400;
export const patience = {
  /** Passwords from one address block, device or session. */
  place: { free: 10, keptSeconds: WEEK },
  /** Passwords from all strangers together: five places must have come to their delays before others feel them. */
  strangers: { free: 50, keptSeconds: WEEK },
  /** Codes of a second factor (NIST SP 800-63B-4, 3.2.2: at most 100 failures in a row). */
  codes: { free: 10, most: 100, keptSeconds: null },
} as const satisfies Record<string, Patience>;

/** How long each failure delays the next attempt, from the first one on that does. */
export const DELAY_MINUTES = [1, 2, 4, 8, 16, 32, 60];

/** A run of this length is told to the user by mail: once, and again when it still goes on a day later. */
export const TELL_AFTER = 10;
export const TELL_AGAIN_SECONDS = 86_400;

type Counted = { delayedUntil: Instant | null };

/** When the longest delay ends that lasts now; null when none does. */
export function delayEnd(attempts: readonly (Counted | undefined)[], now: Instant): Instant | null {
  const ends = attempts.flatMap((attempt) => attempt?.delayedUntil ?? []).filter((end) => end > now);
  return ends.toSorted().at(-1) ?? null;
}

/** The wrong code with this number ends a challenge. */
export const MAX_WRONG_CODES = 5;

/** How long a mailed link to set a new password works. */
export const RESET_LINK_SECONDS = 3600;
/** How long a mailed link to confirm an e-mail address works. */
export const CONFIRM_LINK_SECONDS = 3 * 86_400;
/** Confirmation mails that an address gets in an hour at most, of all businesses together: anybody can sign up with anybody's address. */
export const MAX_CONFIRMATIONS = 3;

/** Nobody gets more links of one kind within the life of one, so repeated requests do not fill a mailbox. */
export const MAX_LINKS = 5;

/** A session lives at most this long, and this long without being used. */
export const SESSION_DAYS = { absolute: 90, idle: 30 };

/** For so long a replaced refresh token gives its successor again: the answer that brought it may be lost. */
export const GRACE_SECONDS = 10;

/** `rt_<session>_<secret>`; null when the text has another form. */
export function sessionOfRefreshToken(token: string): string | null {
  return /^rt_(ses_[0-9A-Z]{26})_[\w-]{43}$/.exec(token)?.[1] ?? null;
}
