import { Secret, TOTP } from "otpauth";
import { type Challenge, MAX_WRONG_CODES, type User } from "#/domains/identity/index.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { CHALLENGE_SECONDS } from "#/kernel/tokens.ts";

/** What every authenticator app assumes, whatever else the RFC would allow. */
const TOTP_FORM = { algorithm: "SHA1", digits: 6, period: 30 } as const;

export const BACKUP_CODES = 10;
/** How long the mailed link works that unlocks a second factor. */
export const UNLOCK_LINK_SECONDS = 3600;
/** A mailed code works for this long, and never longer than its challenge. */
const EMAIL_CODE_SECONDS = 600;

/**
 * The time step (30 s since 1970, RFC 6238) whose code this is, or null. The steps before and after count too, since clocks differ; a
 * step up to `lastStep` does not: a code works once. `secret` is base32, `code` six digits.
 */
export function usableStep(secret: string, code: string, now: Instant, lastStep: number | null): number | null {
  const timestamp = Date.parse(now);
  const drift = TOTP.validate({ ...TOTP_FORM, token: code, secret: Secret.fromBase32(secret), timestamp, window: 1 });
  if (drift === null) return null;
  const step = TOTP.counter({ period: TOTP_FORM.period, timestamp }) + drift;
  return lastStep === null || step > lastStep ? step : null;
}

/** The key URI that authenticator apps scan. Long names are cut, so that it fits into a QR code. */
export function otpauthUri(secret: string, { username, businessName }: { username: string; businessName: string }) {
  const issuer = Array.from(businessName.replaceAll(":", " ")).slice(0, 40).join("");
  return new TOTP({ ...TOTP_FORM, issuer, label: username, secret: Secret.fromBase32(secret) }).toString();
}

/** What was typed as a code: six digits (of an app or of a mail), a backup code in the form in which it is hashed, or neither. */
export function typedCode(text: string): { kind: "digits" | "backup"; code: string } | null {
  const bare = text.toUpperCase().replace(/[\s-]/g, "");
  if (/^\d{6}$/.test(bare)) return { kind: "digits", code: bare };
  return /^[0-9A-HJKMNP-TV-Z]{12}$/.test(bare) ? { kind: "backup", code: bare } : null;
}

/**
 * Whether a log-in's challenge may still be answered: not used, not expired, not guessed at too often, and nothing that proves who the
 * user is has changed since their first proof.
 */
export function isLive(challenge: Challenge, user: User, now: Instant): boolean {
  const { purpose, userId, usedAt, failures, expiresAt } = challenge;
  if (userId !== user.id || user.status !== "active") return false;
  if (usedAt !== null || failures >= MAX_WRONG_CODES || expiresAt <= now) return false;
  const madeAt = plusSeconds(expiresAt, -CHALLENGE_SECONDS);
  if (user.passwordChangedAt !== null && user.passwordChangedAt > madeAt) return false;
  if (purpose === "enroll") return user.mfaEnabledAt === null;
  return user.mfaEnabledAt !== null && user.mfaEnabledAt <= madeAt;
}

export function emailCodeEnd({ expiresAt }: Pick<Challenge, "expiresAt">, now: Instant): Instant {
  const end = plusSeconds(now, EMAIL_CODE_SECONDS);
  return end < expiresAt ? end : expiresAt;
}

/** `jane@smithhvac.example` -> `j***@smithhvac.example`: enough for its owner to recognise it. */
export const maskedAddress = (email: string): string => email.replace(/^(.).*@/u, "$1***@");
