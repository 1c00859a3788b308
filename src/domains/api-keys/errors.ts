import { AppError } from "#/kernel/errors.ts";

export const expiryInThePast = () =>
  new AppError("invalid", "api_key.expiry_in_past", "expires_at: must lie in the future", {
    fields: { expires_at: "must lie in the future" },
  });

export const alreadyRevoked = (id: number) =>
  new AppError("conflict", "api_key.already_revoked", `The API key ${id} is already revoked.`);
