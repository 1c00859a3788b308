import { type Ctx, invalidChallenge } from "#/ctx.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { sealedFor } from "#/db/tenant/sealed.ts";
import { allCustomRoles, enableTotp, openSessionsOf, planSession, useChallenge } from "#/domains/identity/index.ts";
import { unseal } from "#/kernel/seal.ts";
import { callerId, callerReads, enrollee } from "../caller.ts";
import { newBackupCodes } from "../codes.ts";
import { notSetUp, wrongCode } from "../errors.ts";
import { replaceBackupCodes } from "../repo.ts";
import { typedCode, usableStep } from "../rules.ts";
import { changeSecondFactor } from "./change-second-factor.ts";
import { refuseEnrolment } from "./refuse-code.ts";

/** Puts the secret that was set up in force, once a first code shows that an app holds it. Signs in a user who came with a challenge. */
export async function enableMfa(ctx: Ctx, { code }: { code: string }) {
  const found = await load(ctx, {
    ...callerReads(ctx),
    sessions: openSessionsOf(ctx, callerId(ctx)),
    customRoles: allCustomRoles(ctx),
  });
  const user = enrollee(ctx, found);
  const { challenge, sessions, customRoles } = found;
  const pending = user.totpPending;
  if (!pending) throw notSetUp();

  const secret = await unseal(ctx.env, sealedFor.totp(ctx.tenant.id, user.id), pending);
  const typed = typedCode(code);
  const step = typed?.kind === "digits" ? usableStep(secret, typed.code, ctx.realNow, null) : null;
  if (step === null && challenge) return await refuseEnrolment(ctx, challenge);
  if (step === null) throw wrongCode();

  const codes = await newBackupCodes(ctx.env);
  const session = challenge && (await planSession(ctx, user, customRoles));
  return await changeSecondFactor(ctx, {
    user,
    sessions,
    action: "enable_mfa",
    notice: "mfa-enabled",
    parts: [
      ...(challenge ? [useChallenge(ctx, challenge.id), must(invalidChallenge())] : []),
      enableTotp(ctx, user.id, { pending, step }),
      must(notSetUp()),
      replaceBackupCodes(ctx, user.id, codes.hashes),
      session,
    ],
    result: { backupCodes: codes.shown, ...session?.signedIn },
  });
}
