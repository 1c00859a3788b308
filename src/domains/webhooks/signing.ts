import { Webhook } from "standardwebhooks";
import { sealedFor } from "#/db/tenant/sealed.ts";
import { seal, toBase64, unseal } from "#/kernel/seal.ts";
import type { Instant } from "#/kernel/time.ts";

const SECRET_BYTES = 32;

/** A new signing secret, `whsec_` and 32 random bytes in base64. */
export const newSecret = (): string => `whsec_${toBase64(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)))}`;

type Owner = { tenantId: string; id: number };
const place = ({ tenantId, id }: Owner) => sealedFor.webhook(tenantId, id);

export const sealSecret = (env: { SEAL_KEY: string }, owner: Owner, secret: string) => seal(env, place(owner), secret);
export const openSecret = (env: { SEAL_KEY: string }, target: Owner & { sealedSecret: string }) =>
  unseal(env, place(target), target.sealedSecret);

/** What an attempt is signed with. */
export type Signing = {
  /** Every one of them signs, so that a receiver may still verify with the one before a rotation. */
  secrets: readonly string[];
  /** Private ed25519 keys, each of which adds a `v1a` signature. */
  signingKeys?: readonly CryptoKey[];
};

/** The headers of one attempt (Standard Webhooks 1.0.0): the id is the same for all attempts, time and signatures are fresh. */
export async function signedHeaders(
  { secrets, signingKeys = [] }: Signing,
  id: string,
  at: Instant,
  body: string,
): Promise<Record<string, string>> {
  const time = new Date(at);
  const seconds = String(Math.floor(time.getTime() / 1000));
  const content = new TextEncoder().encode(`${id}.${seconds}.${body}`);
  const asymmetric = signingKeys.map(async (key) => {
    const signature = await crypto.subtle.sign("Ed25519", key, content);
    return `v1a,${toBase64(new Uint8Array(signature))}`;
  });
  const symmetric = secrets.map((secret) => new Webhook(secret).sign(id, time, body));
  return {
    "webhook-id": id,
    "webhook-timestamp": seconds,
    "webhook-signature": [...symmetric, ...(await Promise.all(asymmetric))].join(" "),
  };
}
