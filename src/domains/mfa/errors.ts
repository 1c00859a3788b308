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
