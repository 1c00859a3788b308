import { directoryAccess, enterTenant, type OpenCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { read } from "#/db/tenant/load.ts";
import { toBase64Url } from "#/kernel/seal.ts";
import { allTargets } from "./repo.ts";

type Jwk = { kty: "OKP"; crv: "Ed25519"; use: "sig"; alg: "EdDSA"; kid: string; x: string };

/** A public key (`whpk_` and base64) as a JSON Web Key (RFC 8037). */
const jwkOf = (kid: string, publicKey: string): Jwk => ({
  ...{ kty: "OKP", crv: "Ed25519", use: "sig", alg: "EdDSA" },
  kid,
  x: toBase64Url(publicKey.slice("whpk_".length)),
});

/** The public keys that verify the webhooks of a business; none for one that is not there or is closed, so nobody learns which are. */
export async function jwksOf(open: OpenCtx, tenantId: string): Promise<{ keys: Jwk[] }> {
  const tenant = await findTenant(directoryAccess(open), tenantId.toLowerCase());
  if (!tenant) return { keys: [] };
  const ctx = enterTenant(open, tenant, { kind: "anonymous" });
  const { targets } = await read(ctx, { targets: allTargets(ctx) }).catch(() => ({ targets: [] }));
  const keys = targets.flatMap(({ id, publicKey, previousPublicKey, previousUntil }) => [
    ...(publicKey ? [jwkOf(`webhook-${id}`, publicKey)] : []),
    ...(previousPublicKey && previousUntil && previousUntil > open.realNow
      ? [jwkOf(`webhook-${id}-previous`, previousPublicKey)]
      : []),
  ]);
  return { keys };
}
