import { type Ctx, enterByChallenge, invalidChallenge, type OpenCtx } from "#/ctx.ts";
import type { Parts } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { sealedFor } from "#/db/tenant/sealed.ts";
import {
  allCustomRoles,
  attemptIn,
  type Challenge,
  dropExpiredChallenges,
  endRuns,
  isPassword,
  mayTry,
  openSession,
  runOfCodes,
  type User,
  useChallenge,
  useStep,
} from "#/domains/identity/index.ts";
import { unseal } from "#/kernel/seal.ts";
import { callerId, callerReads, waiting } from "../caller.ts";
import { hashOfCode } from "../codes.ts";
import { wrongCode } from "../errors.ts";
import { unusedBackupCodes, useBackupCode } from "../repo.ts";
import { typedCode, usableStep } from "../rules.ts";
import { admitAttempt } from "./admit-attempt.ts";
import { refuseCode } from "./refuse-code.ts";

/** Second step of a log-in: a code of the app, of a mail, or a backup code. Of two requests with one code, or one challenge, one wins. */
export async function verifyCode(open: OpenCtx, { challengeToken, code }: { challengeToken: string; code: string }) {
  const ctx = await enterByChallenge(open, challengeToken);
  const run = runOfCodes(callerId(ctx));
  const { attempt, ...found } = await load(ctx, {
    ...callerReads(ctx),
    attempt: attemptIn(ctx, run),
    backupCodes: unusedBackupCodes(ctx, callerId(ctx)),
    customRoles: allCustomRoles(ctx),
  });
  const { user, challenge } = waiting(ctx, found, "verify");
  await admitAttempt(ctx, user, attempt);

  const hashes = found.backupCodes.map(({ hash }) => hash);
  const proof = await proofBy(ctx, { user, challenge, code, hashes });
  if (!proof) return await refuseCode(ctx, { user, challenge, attempt });
  return await openSession(ctx, {
    user,
    customRoles: found.customRoles,
    by: proof.by,
    parts: [
      useChallenge(ctx, challenge.id, mayTry(ctx, run)),
      must(invalidChallenge()),
      ...proof.parts,
      endRuns(ctx, run),
      dropExpiredChallenges(ctx),
    ],
  });
}

type Proof = { by: string; parts: Parts };
type Attempt = { user: User; challenge: Challenge; code: string; hashes: readonly string[] };

/** What a code proves, and the writes that use it up; null when it proves nothing. */
async function proofBy(ctx: Ctx, { user, challenge, code, hashes }: Attempt): Promise<Proof | null> {
  const typed = typedCode(code);
  if (!typed) return null;
  if (typed.kind === "backup") {
    const hash = await hashOfCode(ctx.env, typed.code, hashes);
    return hash ? { by: "backup_code", parts: [useBackupCode(ctx, user.id, hash), must(wrongCode())] } : null;
  }
  if (user.totpSealed) {
    const secret = await unseal(ctx.env, sealedFor.totp(ctx.tenant.id, user.id), user.totpSealed);
    const step = usableStep(secret, typed.code, ctx.realNow, user.totpLastStep);
    if (step !== null) return { by: "totp", parts: [useStep(ctx, user.id, step), must(wrongCode())] };
  }
  const { emailCodeHash, emailCodeExpiresAt } = challenge;
  const mailed = emailCodeHash && emailCodeExpiresAt && emailCodeExpiresAt > ctx.realNow;
  // it is used up with its challenge
  return mailed && (await isPassword(ctx.env, typed.code, emailCodeHash)) ? { by: "email_code", parts: [] } : null;
}
