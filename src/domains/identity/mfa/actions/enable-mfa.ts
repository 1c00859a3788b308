import { type Ctx, invalidChallenge } from "#/ctx.ts";
import { must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { unseal } from "#/kernel/seal.ts";
import { allCustomRoles, extraPermissions } from "../../roles/repo.ts";
import { openSessionIds } from "../../session-repo.ts";
import { planSession } from "../../sessions.ts";
import { newBackupCodes } from "../codes.ts";
import { notSetUp, wrongCode } from "../errors.ts";
import { callerId, callerReads, deleteBackupCodes, enableTotp, insertBackupCodes, useChallenge } from "../repo.ts";
import { enrollee, secretPlace, typedCode, usableStep } from "../rules.ts";
import { changeSecondFactor } from "./change-second-factor.ts";
import { refuseCode } from "./refuse-code.ts";

/** Puts the secret that was set up in force, once a first code shows that an app holds it. Signs in who came with a challenge. */
export async function enableMfa(ctx: Ctx, { code }: { code: string }) {
  const reads = [...callerReads(ctx), openSessionIds(ctx, callerId(ctx)), allCustomRoles(ctx)] as const;
  const [found, challenge, sessions, customRoles] = await load(ctx, reads);
  const user = enrollee(ctx, found, challenge);
  const pending = user.totpPending;
  if (!pending) throw notSetUp();

  const secret = await unseal(ctx.env, secretPlace(ctx.tenant.id, user.id), pending);
  const typed = typedCode(code);
  const step = typed?.kind === "digits" ? usableStep(secret, typed.code, ctx.now, null) : null;
  if (step === null && challenge) return await refuseCode(ctx, challenge);
  if (step === null) throw wrongCode();

  const codes = await newBackupCodes(ctx.env);
  const session = challenge && (await planSession(ctx, user, extraPermissions(user.roles, customRoles)));
  return await changeSecondFactor(ctx, {
    user,
    sessions,
    action: "enable_mfa",
    notice: "mfa-enabled",
    writes: [
      ...(challenge ? [useChallenge(ctx, challenge.id), must(invalidChallenge())] : []),
      enableTotp(ctx, user.id, { pending, step }),
      must(notSetUp()),
      deleteBackupCodes(ctx, user.id),
      insertBackupCodes(ctx, user.id, codes.hashes),
      ...(session?.writes ?? []),
    ],
    result: { backupCodes: codes.shown, ...session?.signedIn },
  });
}
