import { AppError } from "#/kernel/errors.ts";

export const noSuchBusiness = (code: string) =>
  new AppError("not_found", "tenant.not_found", `There is no business with the code ${code}.`);
export const noSuchLogo = (code: string) =>
  new AppError("not_found", "tenant.logo_not_found", `There is no business with the code ${code} that has a logo.`);
export const noShardOpen = () =>
  new AppError(
    "unavailable",
    "tenant.no_shard_open",
    "No database takes new businesses at the moment. Try again later.",
    { retryAfter: 60 },
  );
export const noFreeCode = () =>
  new AppError("unavailable", "tenant.no_free_code", "No free business code was found. Try again.", { retryAfter: 1 });
