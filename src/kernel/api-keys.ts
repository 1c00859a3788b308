import { randomSecret, sha256 } from "./secrets.ts";

// An API key: `trk_` (secret scanners recognize it), 8 characters that identify the key, `_`, the tenant id, 256 random bits and a checksum.
// The checksum rejects a mistyped or truncated key without a database query.
const API_KEY = /^trk_[0-9a-f]{8}_([\w-]{22})[\w-]{43}[0-9a-f]{8}$/;
const CHECKSUM_LENGTH = 8;
/** A key of the referral network: likewise, with its own prefix and of no tenant. */
const REFERRAL_KEY = /^te_open_(?:test_)?[0-9a-f]{8}_[\w-]{43}[0-9a-f]{8}$/;

const checksum = async (body: string): Promise<string> => (await sha256(body)).slice(0, CHECKSUM_LENGTH);

/** Creates an API key for a tenant (`tenantId` is a UUID). `prefix`, its first 12 characters, is safe to store and display. */
export async function makeApiKey(tenantId: string): Promise<{ key: string; prefix: string }> {
  const prefix = `trk_${crypto.randomUUID().slice(0, 8)}`;
  const body = `${prefix}_${packed(tenantId)}${randomSecret()}`;
  return { key: body + (await checksum(body)), prefix };
}

/** Creates a key of a referrer. `prefix` is safe to store and display. */
export async function makeReferralKey(isTest: boolean): Promise<{ key: string; prefix: string }> {
  const prefix = `te_open_${isTest ? "test_" : ""}${crypto.randomUUID().slice(0, 8)}`;
  const body = `${prefix}_${randomSecret()}`;
  return { key: body + (await checksum(body)), prefix };
}

/** Whether a text has the form and the checksum of a referrer's key. Does not check that the key exists or is active. */
export const isReferralKey = async (key: string): Promise<boolean> => REFERRAL_KEY.test(key) && (await isWhole(key));

const isWhole = async (key: string): Promise<boolean> =>
  key.slice(-CHECKSUM_LENGTH) === (await checksum(key.slice(0, -CHECKSUM_LENGTH)));

/** Whether a bearer token has the form of an API key. Does not check it. */
export const looksLikeApiKey = (token: string): boolean => token.startsWith("trk_");

/** The tenant id inside a key; null if the form or the checksum is wrong. Does not check that the key exists or is active. */
export async function tenantOfApiKey(key: string): Promise<string | null> {
  const tenant = API_KEY.exec(key)?.[1];
  if (!tenant || !(await isWhole(key))) return null;
  return unpacked(tenant);
}

/** Encodes the 16 bytes of a UUID in base64url: 22 characters. */
function packed(uuid: string): string {
  const bytes = uuid.replaceAll("-", "").match(/../g) ?? [];
  return btoa(String.fromCharCode(...bytes.map((hex) => Number.parseInt(hex, 16))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function unpacked(text: string): string {
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const hex = Array.from(bytes, (char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
