import { AppError } from "#/kernel/errors.ts";

/** One answer for an unknown user, a wrong password, a wrong tenant: none of them may be told apart. */
export const wrongCredentials = () =>
  new AppError("unauthorized", "auth.wrong_credentials", "User name or password is wrong for this business.");
export const tenantHeaderMissing = () =>
  new AppError(
    "bad_request",
    "auth.tenant_missing",
    "Send the business' id in the X-Tenant-Id header. GET /tenants/resolve/{code} tells it.",
    {
      fields: { "X-Tenant-Id": "is required" },
    },
  );
export const badRefreshToken = () =>
  new AppError(
    "unauthorized",
    "auth.invalid_refresh_token",
    "The refresh token is unknown, has expired or was revoked. Sign in again.",
  );
export const weakPassword = (problem: string) =>
  new AppError("invalid", "auth.weak_password", `password: ${problem}`, { fields: { password: problem } });
export const usernameTaken = (username: string) =>
  new AppError("conflict", "user.username_taken", `The user name ${username} is taken. Choose another.`, {
    fields: { username: "is taken" },
  });
