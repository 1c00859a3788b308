import { AppError } from "#/kernel/errors.ts";

/** One answer for an unknown address, a wrong password, an address that is not confirmed and a closed account. */
export const wrongCredentials = () =>
  new AppError("unauthorized", "portal.wrong_credentials", "E-mail address or password is wrong for this business.");
/** Never an answer: of two registrations at the same moment the second finds this, behind its answer. */
export const accountTaken = () =>
  new AppError("conflict", "portal.account_taken", "There is an account for this address already.");
export const reviewExists = () =>
  new AppError(
    "conflict",
    "review.meanwhile",
    "This job has just been reviewed. Read it again, then change the review.",
  );
export const reviewTooEarly = () =>
  new AppError("conflict", "review.job_not_completed", "A job can be reviewed when it is completed.");
export const reviewFinal = () =>
  new AppError("conflict", "review.final", "A review can be changed for 7 days. This one can no longer be changed.");
export const addressNotTheirs = () =>
  new AppError(
    "invalid",
    "portal.address_not_theirs",
    "Invite by an e-mail address of the customer's record. Add it there first: PATCH /admin/customers/{id}.",
    { fields: { email: "must be an e-mail address of the customer" } },
  );
export const accountOfAnother = () =>
  new AppError(
    "conflict",
    "portal.account_of_another",
    "The account of this address opens another customer's record. Merge the two customers, or close that account first.",
  );
export const alreadyClosed = () =>
  new AppError("conflict", "portal.account_closed", "The account is closed already. An invitation opens it again.");
