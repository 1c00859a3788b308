import type { Ctx } from "#/ctx.ts";
import { type Attempt, delayEnd, patience, type User } from "#/domains/identity/index.ts";
import { secondFactorLocked, tooManyWrongCodes } from "../errors.ts";
import { mailUnlockLink } from "./mail-unlock-link.ts";

/** Refuses a user whose run of wrong codes delays the next one: 429. After the most that it may have: 403, and a link goes to the user. */
export async function admitAttempt(ctx: Ctx, user: User, attempt: Attempt | undefined): Promise<void> {
  if (attempt && attempt.failures >= patience.codes.most) {
    await mailUnlockLink(ctx, user);
    throw secondFactorLocked(user.email !== null);
  }
  const end = delayEnd([attempt], ctx.realNow);
  if (end) throw tooManyWrongCodes(Math.ceil((Date.parse(end) - Date.parse(ctx.realNow)) / 1000));
}
