import { directoryAccess, type StrangerCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { load, read } from "#/db/tenant/load.ts";
import { contactOwners } from "#/domains/customers/index.ts";
import {
  attemptIn,
  delayEnd,
  endRuns,
  hashPassword,
  isOutdated,
  isPassword,
  mayTry,
  refusePassword,
  runsOfLogIn,
} from "#/domains/identity/index.ts";
import { wrongCredentials } from "../errors.ts";
import { accountByEmail } from "../repo.ts";
import { attemptName, emailKeyOf } from "../rules.ts";
import { signIn } from "../sessions.ts";

/** Signs a customer in by password. Every refusal is the same, after the same work: nobody learns who has an account. */
export async function logIn(stranger: StrangerCtx, { email, password }: { email: string; password: string }) {
  const { business: ctx } = stranger;
  if (!ctx) {
    await isPassword(stranger.env, password, undefined);
    await findTenant(directoryAccess(stranger), stranger.namedTenant ?? "");
    throw wrongCredentials();
  }
  const runs = await runsOfLogIn(ctx, { username: attemptName(email) });
  const [own, strangers] = runs;
  const { account, ownAttempt, strangersAttempt } = await load(ctx, {
    account: accountByEmail(ctx, email),
    ownAttempt: attemptIn(ctx, own),
    strangersAttempt: strangers && attemptIn(ctx, strangers),
  });
  const proved = await isPassword(ctx.env, password, account?.passwordHash);
  const isDelayed = delayEnd([ownAttempt, strangersAttempt], ctx.realNow) !== null;
  if (!account || !proved || account.status !== "active" || account.emailVerifiedAt === null || isDelayed)
    return await refusePassword(ctx, { runs, user: undefined, refusal: wrongCredentials(), entity: "portal_account" });
  const { passwordHash: hash } = account;
  const passwordHash = isOutdated(ctx.env, hash) ? await hashPassword(ctx.env, password) : hash;
  const { owners } = await read(ctx, { owners: contactOwners(ctx, [emailKeyOf(email)]) }); // only now: a wrong guess must cost the same for all
  return await signIn(ctx, {
    ...{ account, owners, by: "password", refusal: wrongCredentials() },
    change: { passwordHash },
    condition: mayTry(ctx, ...runs),
    parts: [endRuns(ctx, ...runs)],
  });
}
