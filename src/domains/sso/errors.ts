import { type IdTokenProblem, type ProviderName, providerLabels } from "#/integrations/identity-providers/port.ts";
import { AppError } from "#/kernel/errors.ts";

type Problem = IdTokenProblem | "used";

const problems: Record<Exclude<Problem, "email_unverified">, string> = {
  malformed: "is not a signed token",
  algorithm: "is not signed with RS256 or ES256",
  unknown_key: "is signed with a key that the provider does not publish",
  signature: "has a wrong signature",
  claims: "lacks a claim that every id_token has",
  type: "is a token of another kind",
  expired: "has expired; sign in at the provider again",
  not_yet_valid: "is from the future; check the clock of its issuer",
  issuer: "was issued by somebody else",
  audience: "was issued for another app",
  nonce:
    "does not carry the nonce of this request; send the one that your app gave the provider, and none where it gave none",
  used: "was accepted before, and each one is accepted once; sign in at the provider again",
};

export const invalidToken = (provider: ProviderName, problem: Problem) =>
  problem === "email_unverified"
    ? new AppError(
        "forbidden",
        "sso.email_unverified",
        `${providerLabels[provider]} has not verified this account's e-mail address. Verify it there and sign in again.`,
      )
    : new AppError("unauthorized", "sso.invalid_token", `The id_token ${problems[problem]}.`, {
        fields: { id_token: problems[problem] },
      });

export const notConfigured = (provider: ProviderName) =>
  new AppError(
    "not_found",
    "sso.not_configured",
    `Signing in with ${providerLabels[provider]} is not set up on this server.`,
  );
export const providerUnreachable = (provider: ProviderName, retryAfter: number) =>
  new AppError(
    "unavailable",
    "sso.provider_unreachable",
    `${providerLabels[provider]} cannot be reached to check the id_token. Try again, or sign in with your password.`,
    { retryAfter },
  );
export const businessMissing = () =>
  new AppError(
    "bad_request",
    "sso.business_missing",
    "This account is linked in several businesses. Name one: its id in the X-Tenant-Id header, or business_code in the body.",
    { fields: { business_code: "is required without X-Tenant-Id, since the account is linked in several businesses" } },
  );
/** One answer for an unknown business, an account that is not linked and a user who may not sign in. */
export const notLinked = (provider: ProviderName) =>
  new AppError(
    "unauthorized",
    "sso.not_linked",
    `This ${providerLabels[provider]} account is not linked to a user of this business. Sign in with your password and link it: POST /auth/sso/${provider}/link.`,
  );
export const microsoftTenantRefused = () =>
  new AppError(
    "forbidden",
    "sso.microsoft_tenant_refused",
    "This business does not admit accounts of your Microsoft organization. An administrator can: setting sso_microsoft_tenants.",
  );
export const providerLinked = (provider: ProviderName) =>
  new AppError(
    "conflict",
    "sso.provider_linked",
    `You have linked a ${providerLabels[provider]} account already. Unlink it first: DELETE /auth/sso/${provider}.`,
  );
export const identityTaken = (provider: ProviderName) =>
  new AppError(
    "conflict",
    "sso.identity_taken",
    `This ${providerLabels[provider]} account is linked to another user of this business.`,
  );
export const nothingToUnlink = (provider: ProviderName) =>
  new AppError("conflict", "sso.nothing_to_unlink", `You have no ${providerLabels[provider]} account linked.`);
export const lastWayIn = (provider: ProviderName) =>
  new AppError(
    "conflict",
    "sso.last_way_in",
    `${providerLabels[provider]} is your only way to sign in. Set a password or link another account first.`,
  );
