/** As much of oidc-provider as the tests use; the package brings no types. */
declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";
  import type { JSONWebKeySet } from "jose";

  type Grant = { addOIDCScope: (scope: string) => void; save: () => Promise<string> };
  type Oidc = {
    client: { clientId: string };
    session: { accountId: string };
    provider: { Grant: new (of: { clientId: string; accountId: string }) => Grant };
  };
  type Account = { accountId: string; claims: () => Record<string, unknown> };
  type Configuration = {
    clients: Record<string, unknown>[];
    jwks: JSONWebKeySet;
    claims: Record<string, string[]>;
    conformIdTokenClaims: boolean;
    cookies: { keys: string[] };
    features: { devInteractions: { enabled: boolean } };
    findAccount: (ctx: unknown, accountId: string) => Account;
    interactions: { url: (ctx: unknown, interaction: { uid: string }) => string };
    loadExistingGrant: (ctx: { oidc: Oidc }) => Promise<Grant>;
    ttl: Record<string, number>;
  };
  export class Provider {
    constructor(issuer: string, configuration: Configuration);
    callback(): (req: IncomingMessage, res: ServerResponse) => Promise<void>;
    interactionDetails(req: IncomingMessage, res: ServerResponse): Promise<{ params: { login_hint: string } }>;
    interactionFinished(
      req: IncomingMessage,
      res: ServerResponse,
      result: { login: { accountId: string }; consent: object },
    ): Promise<void>;
  }
}
