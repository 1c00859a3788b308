import { AppError } from "#/kernel/errors.ts";

export const alreadySuppressed = (address: string) =>
  new AppError("conflict", "mail_suppression.exists", `${address} gets no mail already.`, {
    fields: { address: "is suppressed already" },
  });
export const noSuchSuppression = () =>
  new AppError("not_found", "mail_suppression.not_found", "This address is not on the list of those that get no mail.");
/** As if there were nothing at this path, which in production is so. */
export const noKeptMails = () =>
  new AppError("not_found", "request.no_such_path", "There is nothing here. See /api/docs.");
