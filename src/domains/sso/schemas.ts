import { providers } from "#/integrations/identity-providers/port.ts";
import { InstantOut, properName, Username, z } from "#/kernel/fields.ts";

/** The providers by name; each has the same endpoints. */
export { type ProviderName, providerLabels, providers } from "#/integrations/identity-providers/port.ts";

const token = {
  id_token: z
    .string()
    .min(1)
    .max(10_000)
    .openapi({ description: "the identity token, as the provider issued it; each one is accepted once" }),
  nonce: z.string().min(1).max(255).optional().openapi({
    description:
      "what your app gave the provider for this sign-in: required if the token carries one, and then the same",
  }),
};
const tokenExample = { id_token: "eyJ...", nonce: "n-0S6_WzA2Mj" };

export const SsoLogIn = z
  .strictObject({
    ...token,
    business_code: z
      .string()
      .trim()
      .max(32)
      .transform((code) => code.toUpperCase())
      .optional()
      .openapi({
        type: "string",
        description:
          "names the business where no X-Tenant-Id header does; needed only if the account is linked in several",
      }),
  })
  .openapi("SsoLogIn", { example: { ...tokenExample, business_code: "MYCOMPANY" } });

export const SsoRegister = z
  .strictObject({
    ...token,
    company_name: properName(120),
    username: Username.optional().openapi({ description: "default: the token's e-mail address, else `owner`" }),
    first_name: properName(80).optional().openapi({ description: "default: the name in the token" }),
    last_name: properName(80).optional().openapi({ description: "default: the name in the token" }),
  })
  .openapi("SsoRegister", {
    example: {
      ...tokenExample,
      company_name: "Smith HVAC",
      username: "mycompany",
      first_name: "Jane",
      last_name: "Smith",
    },
  });

export const SsoLink = z.strictObject(token).openapi("SsoLink", { example: tokenExample });

const linkedExample = {
  provider: "google" as const,
  email: "jane@smithhvac.example",
  linked_at: "2026-03-28T09:00:00.000Z",
};
const LinkedIdentity = z
  .object({
    provider: z.enum(providers),
    email: z.string().nullable().openapi({ description: "as the provider said it when the account was linked" }),
    linked_at: InstantOut,
  })
  .openapi("LinkedIdentity", { example: linkedExample });
export const LinkedIdentities = z
  .object({ items: z.array(LinkedIdentity) })
  .openapi("LinkedIdentities", { example: { items: [linkedExample] } });

const pageExample = {
  provider: "google" as const,
  name: "Google",
  authorize_url:
    "https://accounts.google.com/o/oauth2/v2/auth?client_id=truckroll-web&response_mode=fragment&response_type=id_token&scope=openid+email+profile",
};
const SsoProvider = z
  .object({
    provider: z.enum(providers),
    name: z.string().openapi({ description: "for the button" }),
    authorize_url: z.url().openapi({ description: "the provider's page, without `redirect_uri`, `state` and `nonce`" }),
  })
  .openapi("SsoProvider", { example: pageExample });
export const SsoProviders = z
  .object({ items: z.array(SsoProvider) })
  .openapi("SsoProviders", { example: { items: [pageExample] } });
