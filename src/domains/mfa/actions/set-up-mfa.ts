import { Secret } from "otpauth";
import encodeQR from "qr";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { sealedFor } from "#/db/tenant/sealed.ts";
import { keepPendingSecret } from "#/domains/identity/index.ts";
import { seal } from "#/kernel/seal.ts";
import { callerReads, enrollee } from "../caller.ts";
import { otpauthUri } from "../rules.ts";

/** Makes a new secret for the user's authenticator app. It waits for a first code: a secret that no app holds would lock the user out. */
export async function setUpMfa(ctx: Ctx) {
  const { id, username } = enrollee(ctx, await load(ctx, callerReads(ctx)));

  const secret = new Secret({ size: 20 }).base32; // 160 bits, as RFC 4226 recommends
  const uri = otpauthUri(secret, { username, businessName: ctx.tenant.businessName });
  const sealed = await seal(ctx.env, sealedFor.totp(ctx.tenant.id, id), secret);
  return await commit(ctx, {
    parts: [keepPendingSecret(ctx, id, sealed)],
    audit: { action: "set_up_mfa", entity: "user", id },
    result: { secret, otpauthUri: uri, qrSvg: encodeQR(uri, "svg") },
  });
}
