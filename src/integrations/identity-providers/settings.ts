import type { ProviderName } from "./port.ts";

export type ProviderSettings = {
  /** Our client ids at the provider: the accepted audiences of a token. The first one is the web app's. */
  clientIds: readonly [string, ...string[]];
  /** Accepted spellings of the issuer; `{tid}` stands for the token's Entra tenant. The first one is stored with the identity. */
  issuers: readonly [string, ...string[]];
  jwksUrl: string;
  authorizeUrl: string;
};

const listOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** The settings of a provider in this deployment; undefined if it is switched off. */
export function settingsOf(env: Cloudflare.Env, provider: ProviderName): ProviderSettings | undefined {
  const name = provider.toUpperCase() as Uppercase<ProviderName>; // safe: it is what toUpperCase returns
  const [clientId, ...clientIds] = listOf(env[`SSO_${name}_CLIENT_IDS`]);
  const [issuer, ...spellings] = listOf(env[`SSO_${name}_ISSUERS`]);
  const jwksUrl = env[`SSO_${name}_JWKS_URL`];
  const authorizeUrl = env[`SSO_${name}_AUTHORIZE_URL`];
  if (!clientId || !issuer) return undefined;
  return { clientIds: [clientId, ...clientIds], issuers: [issuer, ...spellings], jwksUrl, authorizeUrl };
}
