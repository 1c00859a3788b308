import type { OpenCtx } from "#/ctx.ts";
import { authLimiterOf } from "#/durable-objects/stubs.ts";
import { verifyIdToken } from "#/integrations/identity-providers/id-token.ts";
import type { IdToken, ProvedIdentity, ProviderName } from "#/integrations/identity-providers/port.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { invalidToken, microsoftTenantRefused, notConfigured, providerUnreachable } from "../errors.ts";
import { admitsMicrosoftTenant } from "../rules.ts";

/** Who the caller is at the provider, by a token that can be accepted once. */
type Proof = { identity: ProvedIdentity; tokenHash: string; goodUntil: number };

/** Checks the id_token and answers who the caller is at the provider. The token is not used up by it. */
export async function proveIdentity(open: OpenCtx, provider: ProviderName, token: IdToken): Promise<Proof> {
  const proof = await verifyIdToken(open, provider, token);
  if (proof.kind === "not_configured") throw notConfigured(provider);
  if (proof.kind === "unreachable") throw providerUnreachable(provider, proof.retryAfter);
  if (proof.kind === "refused") throw invalidToken(provider, proof.problem);
  const { identity, goodUntil } = proof;
  // of what is signed: the same signature can be written in several ways
  const signed = token.idToken.slice(0, token.idToken.lastIndexOf("."));
  return { identity, tokenHash: await sha256(signed), goodUntil };
}

/**
 * Does the work for which an id_token is accepted, once: whoever sends the token again, to whatever business, gets 401, unless `answered` finds
 * that the work was this very request's. Where the work fails the token is good again.
 */
export async function acceptOnce<R>(
  open: OpenCtx,
  { identity, tokenHash, goodUntil }: Proof,
  { work, answered }: { work: () => Promise<R>; answered: () => Promise<unknown> },
): Promise<R> {
  const counter = authLimiterOf(open.env, `id_token ${tokenHash}`);
  const { totalHits } = await counter.hit(Math.max(goodUntil - Date.now(), 1000));
  if (totalHits > 1) {
    await answered();
    throw invalidToken(identity.provider, "used");
  }
  try {
    return await work();
  } catch (error) {
    await counter.forget();
    throw error;
  }
}

/** Refuses accounts of Microsoft organizations that the business does not admit. */
export function assertAdmitted({ microsoftTenant }: ProvedIdentity, settings: { ssoMicrosoftTenants: string[] }): void {
  if (microsoftTenant !== null && !admitsMicrosoftTenant(microsoftTenant, settings.ssoMicrosoftTenants))
    throw microsoftTenantRefused();
}
