import { AppError } from "#/kernel/errors.ts";

/** One answer for a wrong, an expired and a used code. Without `attemptsLeft` for a code that ends nothing. */
export const wrongCode = (attemptsLeft?: number) =>
  new AppError(
    "unauthorized",
    "mfa.wrong_code",
    attemptsLeft === undefined
      ? "The code is wrong. Type the one that your authenticator app shows now."
      : `The code is wrong, has expired or was used before. Attempts left: ${attemptsLeft}; then sign in again.`,
  );
/** Said alike for right and wrong codes: none is looked at. */
export const tooManyWrongCodes = (retryAfter: number) =>
  new AppError(
    "rate_limited",
    "mfa.too_many_wrong_codes",
    `Too many wrong codes in a row. Wait for ${retryAfter} seconds. If they were not yours, somebody knows your password: change it.`,
    { retryAfter },
  );
/** A hundred wrong codes in a row, over all log-ins. */
export const secondFactorLocked = (hasEmail: boolean) =>
  new AppError(
    "forbidden",
    "mfa.locked",
    hasEmail
      ? "100 wrong codes in a row: no code is accepted until you open the link that we have mailed to you. If they were not yours, change your password too."
      : "100 wrong codes in a row: no code is accepted until you open a link that we mail to you, and your account has no e-mail address. Ask an administrator to add one, then sign in again.",
  );
export const notSetUp = () =>
  new AppError(
    "conflict",
    "mfa.not_set_up",
    "There is no new secret to confirm, or it was replaced. Ask for one: POST /auth/mfa/setup.",
  );
export const notEnabled = () =>
  new AppError("conflict", "mfa.not_enabled", "You have no second factor. Enrol one: POST /auth/mfa/setup.");
export const demandedByRole = () =>
  new AppError(
    "conflict",
    "mfa.demanded_by_role",
    "Your business demands a second factor of your role. To change it, enrol the new one: POST /auth/mfa/setup.",
  );
export const noEmail = () =>
  new AppError(
    "conflict",
    "mfa.no_email",
    "There is no e-mail address to send a code to. Use your authenticator app or a backup code.",
  );
