import { keyList } from "./key-list.ts";

// Secrets that the Worker must read again (such as webhook signing keys) are stored encrypted: AES-GCM under a key of the Worker's SEAL_KEY.

type Env = { SEAL_KEY: string };
type Imported = { byId: Map<string, CryptoKey>; current: string; unnamed: string };
let imported: { text: string; keys: Promise<Imported> } | undefined;

async function importKeys(text: string): Promise<Imported> {
  const { keys, current, unnamed } = keyList("SEAL_KEY", text);
  const byId = new Map<string, CryptoKey>();
  for (const { id, secret } of keys) {
    const bytes = fromBase64(secret);
    if (bytes.length !== 32) throw new Error("SEAL_KEY must be 32 bytes in base64");
    byId.set(id, await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]));
  }
  return { byId, current: current.id, unnamed: unnamed.id };
}

function keysOf(env: Env): Promise<Imported> {
  if (imported?.text !== env.SEAL_KEY) imported = { text: env.SEAL_KEY, keys: importKeys(env.SEAL_KEY) };
  return imported.keys;
}

const IV_BYTES = 12;
/** A sealed value begins with the version of its form, and with the id of its key since keys have ids. */
const UNNAMED = "v1.";
const NAMED = /^v2\.([^.]+)\./;
const markOf = (id: string): string => (id === "" ? UNNAMED : `v2.${id}.`);

/** What every value under the current key begins with. */
export const sealMark = (env: Env): string => markOf(keyList("SEAL_KEY", env.SEAL_KEY).current.id);

/** As many arguments as a call takes on every engine. */
const CHUNK = 8192;
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let from = 0; from < bytes.length; from += CHUNK)
    text += String.fromCharCode(...bytes.subarray(from, from + CHUNK));
  return btoa(text);
}
/** The same bytes as a URL and a JSON Web Key write them. */
export const toBase64Url = (base64: string): string =>
  base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);

/** Encrypts `text`. `unseal` needs the same `place`, so a sealed value does not work when copied into another row. */
export async function seal(env: Env, place: string, text: string): Promise<string> {
  const { byId, current } = await keysOf(env);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const algorithm = { name: "AES-GCM", iv, additionalData: utf8(place) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, keyOf(byId, current), utf8(text)));
  return markOf(current) + toBase64(iv) + toBase64(sealed); // the IV is 16 characters of base64 without padding
}

/** Decrypts a value of `seal`. Throws if the value was changed, was sealed for another place, or under a key that SEAL_KEY no longer has. */
export async function unseal(env: Env, place: string, sealed: string): Promise<string> {
  const { byId, unnamed } = await keysOf(env);
  const named = NAMED.exec(sealed);
  if (!named && !sealed.startsWith(UNNAMED)) throw new Error("not a sealed value");
  const key = keyOf(byId, named?.[1] ?? unnamed);
  const text = sealed.slice(named?.[0].length ?? UNNAMED.length);
  const algorithm = { name: "AES-GCM", iv: fromBase64(text.slice(0, 16)), additionalData: utf8(place) };
  const opened = await crypto.subtle.decrypt(algorithm, key, fromBase64(text.slice(16)));
  return new TextDecoder().decode(opened);
}

function keyOf(byId: ReadonlyMap<string, CryptoKey>, id: string): CryptoKey {
  const key = byId.get(id);
  if (!key) throw new Error(`SEAL_KEY has no key ${id}`);
  return key;
}
