// What Truckroll wants of an identity provider: to be told by an id_token (OpenID Connect Core 2) who somebody is.

export const providers = ["google", "apple", "microsoft"] as const;
export type ProviderName = (typeof providers)[number];
export const providerLabels = { google: "Google", apple: "Apple", microsoft: "Microsoft" } as const;

/** Who an id_token proves somebody to be. Issuer and subject are the identity; all else is only what the provider says about it. */
export type ProvedIdentity = {
  provider: ProviderName;
  issuer: string;
  subject: string;
  /** Microsoft only: the Entra tenant that the account belongs to. */
  microsoftTenant: string | null;
  email: string | null;
  /** Whether the provider has checked that the address is his. Microsoft never says so. */
  emailVerified: boolean;
  name: string | null;
};

/** What is wrong with an id_token. The first four mean that nobody we trust has signed it. */
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
  | { kind: "proved"; identity: ProvedIdentity }
  | { kind: "refused"; problem: IdTokenProblem }
  /** The business' operator has not set this provider up. */
  | { kind: "not_configured" }
  /** The provider's keys cannot be had at the moment. */
  | { kind: "unreachable"; retryAfter: number };

export type IdToken = { idToken: string; nonce?: string | undefined };
