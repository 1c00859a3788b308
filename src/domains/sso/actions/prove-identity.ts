import type { OpenCtx } from "#/ctx.ts";
import { verifyIdToken } from "#/integrations/identity-providers/id-token.ts";
import type { IdToken, ProvedIdentity, ProviderName } from "#/integrations/identity-providers/port.ts";
import { invalidToken, microsoftTenantRefused, notConfigured, providerUnreachable } from "../errors.ts";
import { admitsMicrosoftTenant } from "../rules.ts";

/** Checks the id_token and answers who the caller is at the provider. */
export async function proveIdentity(open: OpenCtx, provider: ProviderName, token: IdToken): Promise<ProvedIdentity> {
  const proof = await verifyIdToken(open, provider, token);
  if (proof.kind === "not_configured") throw notConfigured(provider);
  if (proof.kind === "unreachable") throw providerUnreachable(provider, proof.retryAfter);
  if (proof.kind === "refused") throw invalidToken(provider, proof.problem);
  return proof.identity;
}

/** Refuses accounts of Microsoft organizations that the business does not admit. */
export function assertAdmitted({ microsoftTenant }: ProvedIdentity, settings: { ssoMicrosoftTenants: string[] }): void {
  if (microsoftTenant !== null && !admitsMicrosoftTenant(microsoftTenant, settings.ssoMicrosoftTenants))
    throw microsoftTenantRefused();
}
