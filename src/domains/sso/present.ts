import type { SsoIdentity } from "./repo.ts";

export const linkedIdentities = (identities: readonly SsoIdentity[]) => ({
  items: identities.map(({ provider, email, createdAt }) => ({ provider, email, linkedAt: createdAt })),
});
