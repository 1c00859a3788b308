import { signInPages } from "#/integrations/identity-providers/sign-in-pages.ts";
import type { SsoIdentity } from "./repo.ts";

export const linkedIdentities = (identities: readonly SsoIdentity[]) => ({
  items: identities.map(({ provider, email, createdAt }) => ({ provider, email, linkedAt: createdAt })),
});

export const ssoProviders = (env: Cloudflare.Env) => ({ items: signInPages(env) });
