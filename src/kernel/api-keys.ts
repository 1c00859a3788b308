import { randomSecret, sha256 } from "./secrets.ts";

// `trk_` (prefix that scanners for leaked secrets find), 8 characters that tell keys apart, `_`, the tenant's id, 256 random bits, and a
// checksum: a mistyped or cut-off key is refused without asking any database.
const API_KEY = /^trk_[0-9a-f]{8}_([\w-]{22})[\w-]{43}[0-9a-f]{8}$/;
const CHECKSUM_LENGTH = 8;

const checksum = async (body: string): Promise<string> => (await sha256(body)).slice(0, CHECKSUM_LENGTH);

/** A new key of this tenant (a UUID), and what of it may be shown. */
export async function makeApiKey(tenantId: string): Promise<{ key: string; prefix: string }> {
  const prefix = `trk_${crypto.randomUUID().slice(0, 8)}`;
  const body = `${prefix}_${packed(tenantId)}${randomSecret()}`;
  return { key: body + (await checksum(body)), prefix };
}

/** Whether a bearer token claims to be an API key. */
export const looksLikeApiKey = (token: string): boolean => token.startsWith("trk_");

/** The tenant that a key names; null when it is no key of ours. Says nothing of whether the key is in force. */
export async function tenantOfApiKey(key: string): Promise<string | null> {
  const tenant = API_KEY.exec(key)?.[1];
  if (!tenant || key.slice(-CHECKSUM_LENGTH) !== (await checksum(key.slice(0, -CHECKSUM_LENGTH)))) return null;
  return unpacked(tenant);
}

/** A UUID's 16 bytes in base64url: 22 characters. */
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
