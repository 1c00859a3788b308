import type { OpenCtx } from "#/ctx.ts";
import { verifyIdToken } from "#/integrations/identity-providers/id-token.ts";
import type { IdToken, ProvedIdentity, ProviderName } from "#/integrations/identity-providers/port.ts";
import { invalidToken, microsoftTenantRefused, notConfigured, providerUnreachable } from "../errors.ts";
import { admitsMicrosoftTenant } from "../rules.ts";

/** Who the id_token says the caller is at the provider, or the refusal. */
export async function proveIdentity(open: OpenCtx, provider: ProviderName, token: IdToken): Promise<ProvedIdentity> {
  const verdict = await verifyIdToken(open, provider, token);
  if (verdict.kind === "not_configured") throw notConfigured(provider);
  if (verdict.kind === "unreachable") throw providerUnreachable(provider, verdict.retryAfter);
  if (verdict.kind === "refused") throw invalidToken(provider, verdict.problem);
  return verdict.identity;
}

/** Refuses accounts of Microsoft organizations that the business does not admit. */
export function assertAdmitted({ microsoftTenant }: ProvedIdentity, settings: { ssoMicrosoftTenants: string[] }): void {
  if (microsoftTenant !== null && !admitsMicrosoftTenant(microsoftTenant, settings.ssoMicrosoftTenants))
    throw microsoftTenantRefused();
}
