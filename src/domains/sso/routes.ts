import { userOf } from "#/actor.ts";
import { read } from "#/db/tenant/load.ts";
import { LoggedIn, Registered } from "#/domains/identity/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { linkIdentity } from "./actions/link-identity.ts";
import { logInWithSso } from "./actions/log-in-with-sso.ts";
import { registerWithSso } from "./actions/register-with-sso.ts";
import { unlinkIdentity } from "./actions/unlink-identity.ts";
import { linkedIdentities, ssoProviders } from "./present.ts";
import { identitiesOf } from "./repo.ts";
import {
  LinkedIdentities,
  type ProviderName,
  providerLabels,
  providers,
  SsoLink,
  SsoLogIn,
  SsoProviders,
  SsoRegister,
} from "./schemas.ts";

const ofProvider = (provider: ProviderName) => {
  const label = providerLabels[provider];
  const path = `/auth/sso/${provider}`;
  return [
    endpoint({
      method: "post",
      path,
      operationId: `logInWith${label}`,
      summary: `Sign in with ${label}`,
      description: `For a user who has linked this ${label} account. Name the business by X-Tenant-Id or by \`business_code\` if the account is linked in several; the header counts where both are sent. Each id_token is accepted once: to sign in, to register or to link.`,
      by: "anyone",
      mayNameTenant: true,
      limit: "auth",
      body: SsoLogIn,
      response: LoggedIn,
      showsSecret: true,
      handler: (open, { body }) => logInWithSso(open, provider, body),
    }),
    endpoint({
      method: "post",
      path: `${path}/register`,
      operationId: `registerWith${label}`,
      summary: `Open a business and sign in as its owner, with ${label}`,
      description: "The owner has no password.",
      by: "anyone",
      limit: "auth",
      body: SsoRegister,
      response: Registered,
      status: 201,
      showsSecret: true,
      handler: (open, { body }) => registerWithSso(open, provider, body),
    }),
    endpoint({
      method: "post",
      path: `${path}/link`,
      operationId: `link${label}`,
      summary: `Link your ${label} account`,
      description: "You can sign in with it from now on. Needs a log-in within the last 10 minutes.",
      by: "user",
      permission: "self",
      fresh: true,
      body: SsoLink,
      response: LinkedIdentities,
      handler: (ctx, { body }) => linkIdentity(ctx, provider, body),
    }),
    endpoint({
      method: "delete",
      path,
      operationId: `unlink${label}`,
      summary: `Unlink your ${label} account`,
      description:
        "You can no longer sign in with it. Needs a log-in within the last 10 minutes, and another way to sign in.",
      by: "user",
      permission: "self",
      fresh: true,
      response: LinkedIdentities,
      handler: (ctx) => unlinkIdentity(ctx, provider),
    }),
  ];
};

export const routes = [
  endpoint({
    method: "get",
    path: "/auth/sso/providers",
    operationId: "listSsoProviders",
    summary: "List the identity providers that are set up",
    description:
      "For web apps that show a button for each: send the user to `authorize_url` with your `redirect_uri`, `state` and `nonce` added. The id_token comes back after the # of the redirect URI, which must be registered with the provider.",
    by: "anyone",
    response: SsoProviders,
    handler: async ({ env }) => ssoProviders(env),
  }),
  endpoint({
    method: "get",
    path: "/auth/sso",
    operationId: "listLinkedIdentities",
    summary: "List the accounts you can sign in with",
    by: "user",
    permission: "self",
    response: LinkedIdentities,
    handler: async (ctx) => {
      const { identities } = await read(ctx, { identities: identitiesOf(ctx, userOf(ctx).userId) });
      return linkedIdentities(identities);
    },
  }),
  ...providers.flatMap(ofProvider),
];
