import { AppError } from "#/kernel/errors.ts";

/** One answer for an unknown user, a wrong password and a wrong business: nobody can tell them apart. */
export const wrongCredentials = () =>
  new AppError("unauthorized", "auth.wrong_credentials", "User name or password is wrong for this business.");
export const badRefreshToken = () =>
  new AppError(
    "unauthorized",
    "auth.invalid_refresh_token",
    "The refresh token is unknown, has expired or was revoked. Sign in again.",
  );
export const reusedRefreshToken = () =>
  new AppError(
    "unauthorized",
    "auth.token_reused",
    "This refresh token was replaced by another one and used again. Its session has been ended for safety: sign in again.",
  );
export const weakPassword = (problem: string, field = "password") =>
  new AppError("invalid", "auth.weak_password", `${field}: ${problem}`, { fields: { [field]: problem } });
export const samePassword = () =>
  new AppError("invalid", "auth.password_unchanged", "new_password: must differ from the old one", {
    fields: { new_password: "must differ from the old one" },
  });
/** Not 401: a client would take that for the end of its access token. Also the answer while the account is locked. */
export const wrongOldPassword = () =>
  new AppError("forbidden", "auth.wrong_old_password", "The old password is wrong. Try again, or reset it by mail.", {
    fields: { old_password: "is wrong" },
  });
export const badMailedLink = () =>
  new AppError(
    "unauthorized",
    "auth.invalid_link",
    "This link is unknown, was used already or has expired. Ask for a new one.",
  );
export const tooManyConfirmations = (retryAfter: number) =>
  new AppError(
    "rate_limited",
    "auth.too_many_confirmations",
    "Enough confirmation mails went to this address. Look for the last one, or wait for Retry-After seconds.",
    { retryAfter },
  );
export const alreadyConfirmed = () =>
  new AppError("conflict", "auth.email_already_confirmed", "Your e-mail address is confirmed already.");
export const noEmail = () =>
  new AppError(
    "conflict",
    "auth.no_email",
    "You have no e-mail address. Ask an administrator to enter one: PATCH /admin/users/{id}.",
  );
export const usernameTaken = (username: string) =>
  new AppError("conflict", "user.username_taken", `The user name ${username} is taken. Choose another.`, {
    fields: { username: "is taken" },
  });
export const roleNameTaken = (name: string) =>
  new AppError("conflict", "role.name_taken", `There is a role ${name} already. Choose another name.`, {
    fields: { name: "is taken" },
  });
export const tooManyRoles = (max: number) =>
  new AppError("conflict", "role.too_many", `A business has at most ${max} roles of its own. Remove one first.`);
