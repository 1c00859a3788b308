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

/** The headers of one attempt (Standard Webhooks 1.0.0): the id is the same for all attempts, time and signature are fresh. */
export function signedHeaders(secret: string, eventId: string, at: Instant, body: string): Record<string, string> {
  const time = new Date(at);
  return {
    "webhook-id": eventId,
    "webhook-timestamp": String(Math.floor(time.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(eventId, time, body),
  };
}
