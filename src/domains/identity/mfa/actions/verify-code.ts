import { type Ctx, enterByChallenge, invalidChallenge, type OpenCtx } from "#/ctx.ts";
import { type Commit, must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { unseal } from "#/kernel/seal.ts";
import { tenantHeaderMissing } from "../../errors.ts";
import { isPassword } from "../../passwords.ts";
import type { User } from "../../repo.ts";
import { allCustomRoles } from "../../roles/repo.ts";
import { openSession } from "../../sign-in.ts";
import { hashOfCode } from "../codes.ts";
import { wrongCode } from "../errors.ts";
import {
  type Challenge,
  callerId,
  callerReads,
  forgetExpiredChallenges,
  unusedBackupCodes,
  useBackupCode,
  useChallenge,
  useStep,
} from "../repo.ts";
import { secretPlace, typedCode, usableStep, waiting } from "../rules.ts";
import { refuseCode } from "./refuse-code.ts";

/** Second step of a log-in: a code of the app, of a mail, or a backup code. Of two requests with one code, or one challenge, one wins. */
export async function verifyCode(open: OpenCtx, { challengeToken, code }: { challengeToken: string; code: string }) {
  if (open.namedTenant === undefined) throw tenantHeaderMissing();
  const ctx = await enterByChallenge(open, challengeToken);
  const reads = [...callerReads(ctx), unusedBackupCodes(ctx, callerId(ctx)), allCustomRoles(ctx)] as const;
  const [found, row, backupCodes, customRoles] = await load(ctx, reads);
  const { user, challenge } = waiting(found, row, "verify", ctx.now);

  const proof = await proofBy(ctx, { user, challenge, code, hashes: backupCodes.map(({ hash }) => hash) });
  if (!proof) return await refuseCode(ctx, challenge);
  return await openSession(ctx, {
    user,
    customRoles,
    by: proof.by,
    writes: [useChallenge(ctx, challenge.id), must(invalidChallenge()), ...proof.writes, forgetExpiredChallenges(ctx)],
  });
}

type Proof = { by: string; writes: Commit<never>["writes"] };
type Attempt = { user: User; challenge: Challenge; code: string; hashes: readonly string[] };

/** What a code proves, and the writes that use it up; null when it proves nothing. */
async function proofBy(ctx: Ctx, { user, challenge, code, hashes }: Attempt): Promise<Proof | null> {
  const typed = typedCode(code);
  if (!typed) return null;
  if (typed.kind === "backup") {
    const hash = await hashOfCode(ctx.env, typed.code, hashes);
    return hash ? { by: "backup_code", writes: [useBackupCode(ctx, user.id, hash), must(wrongCode())] } : null;
  }
  if (user.totpSealed) {
    const secret = await unseal(ctx.env, secretPlace(ctx.tenant.id, user.id), user.totpSealed);
    const step = usableStep(secret, typed.code, ctx.now, user.totpLastStep);
    if (step !== null) return { by: "totp", writes: [useStep(ctx, user.id, step), must(wrongCode())] };
  }
  const { emailCodeHash, emailCodeExpiresAt } = challenge;
  const mailed = emailCodeHash && emailCodeExpiresAt && emailCodeExpiresAt > ctx.now;
  // it is used up with its challenge
  return mailed && (await isPassword(ctx.env, typed.code, emailCodeHash)) ? { by: "email_code", writes: [] } : null;
}
