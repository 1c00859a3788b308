// What Truckroll needs from an identity provider: an id_token (OpenID Connect Core 2) that proves a person's identity.

export const providers = ["google", "apple", "microsoft"] as const;
export type ProviderName = (typeof providers)[number];
export const providerLabels = { google: "Google", apple: "Apple", microsoft: "Microsoft" } as const;

/** The identity that an id_token proves. Issuer and subject identify the person; the other fields are claims of the provider. */
export type ProvedIdentity = {
  provider: ProviderName;
  issuer: string;
  subject: string;
  /** Microsoft only: the Entra tenant of the account. */
  microsoftTenant: string | null;
  email: string | null;
  /** Whether the provider has verified the e-mail address. Always false for Microsoft, which does not report it. */
  emailVerified: boolean;
  name: string | null;
};

/** What is wrong with an id_token. The first four mean that it has no trusted signature. */
export type IdTokenProblem =
  | "malformed"
  | "algorithm"
  | "unknown_key"
  | "signature"
  | "claims"
  | "type"
  | "expired"
  | "not_yet_valid"
  | "issuer"
  | "audience"
  | "nonce"
  | "email_unverified";

export type Verdict =
  /** `goodUntil`: when the token is no longer taken, in milliseconds since 1970. */
  | { kind: "proved"; identity: ProvedIdentity; goodUntil: number }
  | { kind: "refused"; problem: IdTokenProblem }
  /** The deployment has no client id for this provider. */
  | { kind: "not_configured" }
  /** The provider's keys are unavailable. `retryAfter` in seconds. */
  | { kind: "unreachable"; retryAfter: number };

/** `nonce` is what the caller's app gave the provider for this sign-in. */
export type IdToken = { idToken: string; nonce?: string | undefined };
