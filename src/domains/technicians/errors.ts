import { AppError } from "#/kernel/errors.ts";

export const notATechnician = () =>
  new AppError(
    "forbidden",
    "technician.not_linked",
    "You are not linked to a technician, so nothing here is your own. The office finds everything below /admin and /sales.",
  );
