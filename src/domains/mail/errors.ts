import { AppError } from "#/kernel/errors.ts";

export const alreadySuppressed = (address: string) =>
  new AppError(
    "conflict",
    "mail_suppression.exists",
    `${address} is already on the list of addresses that get no mail.`,
    { fields: { address: "is suppressed already" } },
  );
export const noSuchSuppression = () =>
  new AppError(
    "not_found",
    "mail_suppression.not_found",
    "This address is not on the list of addresses that get no mail.",
  );
