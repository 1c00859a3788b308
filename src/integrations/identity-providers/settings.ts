import type { ProviderName } from "./port.ts";

export type ProviderSettings = {
  /** Our own ids at the provider: who a token must be meant for. */
  clientIds: readonly string[];
  /** Spellings of the issuer; `{tid}` stands for the token's own Entra tenant. The first one is what we store. */
  issuers: readonly [string, ...string[]];
  jwksUrl: string;
};

const listOf = (text: string): string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

/** How a provider is set up in this deployment; undefined when it is not. */
export function settingsOf(env: Cloudflare.Env, provider: ProviderName): ProviderSettings | undefined {
  const of = {
    google: [env.SSO_GOOGLE_CLIENT_IDS, env.SSO_GOOGLE_ISSUERS, env.SSO_GOOGLE_JWKS_URL],
    apple: [env.SSO_APPLE_CLIENT_IDS, env.SSO_APPLE_ISSUERS, env.SSO_APPLE_JWKS_URL],
    microsoft: [env.SSO_MICROSOFT_CLIENT_IDS, env.SSO_MICROSOFT_ISSUERS, env.SSO_MICROSOFT_JWKS_URL],
  } as const satisfies Record<ProviderName, readonly string[]>;
  const [ids, issuersText, jwksUrl] = of[provider];
  const clientIds = listOf(ids);
  const [issuer, ...spellings] = listOf(issuersText);
  return clientIds.length > 0 && issuer ? { clientIds, issuers: [issuer, ...spellings], jwksUrl } : undefined;
}
