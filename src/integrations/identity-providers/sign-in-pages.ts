import { type ProviderName, providerLabels, providers } from "./port.ts";
import { settingsOf } from "./settings.ts";

/** Asks for an id_token after the # of the redirect URI (OpenID Connect Core 3.2, 3.3): no server but the provider's sees it. */
const wishes: Record<ProviderName, Record<string, string>> = {
  google: { response_type: "id_token", scope: "openid email profile" },
  // with a scope, Apple would insist on a POST to the redirect URI, and alone it gives no id_token
  apple: { response_type: "code id_token" },
  microsoft: { response_type: "id_token", scope: "openid email profile" },
};

/** Where a web app sends users to sign in, for each provider that is set up; the app adds `redirect_uri`, `state` and `nonce`. */
export const signInPages = (env: Cloudflare.Env) =>
  providers.flatMap((provider) => {
    const settings = settingsOf(env, provider);
    if (!settings?.authorizeUrl) return [];
    const url = new URL(settings.authorizeUrl);
    url.searchParams.set("client_id", settings.clientIds[0]);
    url.searchParams.set("response_mode", "fragment");
    for (const [name, value] of Object.entries(wishes[provider])) url.searchParams.set(name, value);
    return [{ provider, name: providerLabels[provider], authorizeUrl: url.href }];
  });
