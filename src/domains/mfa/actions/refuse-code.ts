import { type Ctx, invalidChallenge } from "#/ctx.ts";
import { type Parts, record } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import {
  type Attempt,
  type Challenge,
  countFailure,
  countWrongCode,
  DELAY_MINUTES,
  MAX_WRONG_CODES,
  runOfCodes,
  tellOfFailures,
  type User,
} from "#/domains/identity/index.ts";
import { tooManyWrongCodes, wrongCode } from "../errors.ts";
import { mailUnlockLink } from "./mail-unlock-link.ts";

/** Refuses a wrong code of a log-in. Counts it on the challenge, and in the user's run over all log-ins; both are told of long runs by mail. */
export async function refuseCode(
  ctx: Ctx,
  { user, challenge, attempt }: { user: User; challenge: Challenge; attempt: Attempt | undefined },
): Promise<never> {
  const run = runOfCodes(user.id);
  // of many at once some come to a delay that began meanwhile
  await countOnChallenge(ctx, challenge, [
    countFailure(ctx, run),
    must(tooManyWrongCodes((DELAY_MINUTES[0] ?? 1) * 60)),
  ]);
  ctx.afterAnswer(() => tellOfFailures(ctx, { user, run, template: "wrong-codes" }));
  if (attempt && attempt.failures + 1 >= run.most) ctx.afterAnswer(() => mailUnlockLink(ctx, user));
  throw wrongCode(MAX_WRONG_CODES - challenge.failures - 1);
}

/** Refuses a wrong code of an enrolment, whose secret the caller has just been shown. Counts it on the challenge alone. */
export async function refuseEnrolment(ctx: Ctx, challenge: Challenge): Promise<never> {
  await countOnChallenge(ctx, challenge, []);
  throw wrongCode(MAX_WRONG_CODES - challenge.failures - 1);
}

const countOnChallenge = (ctx: Ctx, { id, userId }: Challenge, parts: Parts): Promise<void> =>
  record(ctx, {
    parts: [countWrongCode(ctx, id), must(invalidChallenge()), ...parts],
    audit: { action: "refuse_code", entity: "session", id, details: { user_id: userId, ip: ctx.client.ip } },
  });
