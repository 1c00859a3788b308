import { Webhook } from "standardwebhooks";
import { sealedFor } from "#/db/tenant/sealed.ts";
import { fromBase64, seal, toBase64, unseal } from "#/kernel/seal.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";

const SECRET_BYTES = 32;

/** A new signing secret, `whsec_` and 32 random bytes in base64. */
export const newSecret = (): string => `whsec_${toBase64(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)))}`;

type Env = { SEAL_KEY: string };
type Owner = { tenantId: string; id: number };
const place = ({ tenantId, id }: Owner) => sealedFor.webhook(tenantId, id);

export const sealSecret = (env: Env, owner: Owner, secret: string) => seal(env, place(owner), secret);
export const openSecret = (env: Env, target: Owner & { sealedSecret: string }) =>
  unseal(env, place(target), target.sealedSecret);

/** A new ed25519 pair: the public key as `whpk_` and 32 bytes in base64, the private one as PKCS #8 in base64. */
export async function newSigningPair(): Promise<{ publicKey: string; signingKey: string }> {
  const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
  const [raw, pkcs8] = await Promise.all([
    crypto.subtle.exportKey("raw", pair.publicKey) as Promise<ArrayBuffer>,
    crypto.subtle.exportKey("pkcs8", pair.privateKey) as Promise<ArrayBuffer>,
  ]);
  return { publicKey: `whpk_${toBase64(new Uint8Array(raw))}`, signingKey: toBase64(new Uint8Array(pkcs8)) };
}

const imported = (signingKey: string): Promise<CryptoKey> =>
  crypto.subtle.importKey("pkcs8", fromBase64(signingKey), "Ed25519", false, ["sign"]);

/** What a target is given at first and by each rotation: the secret and the pair in clear, and the columns that keep them. */
export async function newSigning(env: Env, owner: Owner) {
  const secret = newSecret();
  const { publicKey, signingKey } = await newSigningPair();
  const columns = {
    sealedSecret: await sealSecret(env, owner, secret),
    publicKey,
    sealedSigningKey: await seal(env, sealedFor.webhookSigningKey(owner.tenantId, owner.id), signingKey),
  };
  return { secret, columns };
}

/** How long the secret and key before a rotation go on signing. */
const OVERLAP_SECONDS = 24 * 3600;

type Signer = Owner & {
  sealedSecret: string;
  sealedSigningKey: string | null;
  sealedPrevious: string | null;
  publicKey: string | null;
  previousUntil: Instant | null;
};
type Previous = { secret: string; signingKey: string | null };

/** A new secret and pair beside those of now, which sign for another 24 hours; what was before these signs no more. */
export async function rotated(env: Env, target: Signer, now: Instant) {
  const { secret, columns } = await newSigning(env, target);
  const previous: Previous = {
    secret: await openSecret(env, target),
    signingKey: await openSigningKey(env, target),
  };
  return {
    secret,
    columns: {
      ...columns,
      sealedPrevious: await seal(env, sealedFor.webhookPrevious(target.tenantId, target.id), JSON.stringify(previous)),
      previousPublicKey: target.publicKey,
      previousUntil: plusSeconds(now, OVERLAP_SECONDS),
    },
  };
}

const openSigningKey = async (env: Env, { tenantId, id, sealedSigningKey }: Signer): Promise<string | null> =>
  sealedSigningKey && (await unseal(env, sealedFor.webhookSigningKey(tenantId, id), sealedSigningKey));

/** All that signs the deliveries of a target at this time. */
export async function signingOf(env: Env, target: Signer, now: Instant): Promise<Signing> {
  const { tenantId, id, sealedPrevious, previousUntil } = target;
  const isKept = sealedPrevious !== null && previousUntil !== null && previousUntil > now;
  const previous = isKept
    ? (JSON.parse(await unseal(env, sealedFor.webhookPrevious(tenantId, id), sealedPrevious)) as Previous)
    : undefined;
  const keys = [await openSigningKey(env, target), previous?.signingKey].filter((key) => typeof key === "string");
  return {
    secrets: [await openSecret(env, target), ...(previous ? [previous.secret] : [])],
    signingKeys: await Promise.all(keys.map(imported)),
  };
}

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
