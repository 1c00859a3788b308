import type { Ctx } from "#/ctx.ts";
import { NO_PASSWORD } from "#/domains/identity/index.ts";
import { reviewEnd } from "./rules.ts";
import type { PortalAccount, Review } from "./tables.ts";

/** The account as its owner sees it. */
export const presentAccount = (ctx: Ctx, account: PortalAccount) => ({
  ...account,
  emailVerified: account.emailVerifiedAt !== null,
  passwordSet: account.passwordHash !== NO_PASSWORD,
  isLinked: account.customerId !== null,
  businessCode: ctx.tenant.businessCode,
  businessName: ctx.tenant.businessName,
});

/** The account as staff see it. */
export const presentForStaff = (account: PortalAccount) => ({
  ...account,
  emailVerified: account.emailVerifiedAt !== null,
  passwordSet: account.passwordHash !== NO_PASSWORD,
});

/** A review as its author sees it. */
export const presentReview = (review: Review) => ({
  ...review,
  finalAt: reviewEnd(review.createdAt),
  isHidden: review.hiddenAt !== null,
});
