// Secrets that the Worker must read again (such as webhook signing keys) are stored encrypted: AES-GCM under the Worker's SEAL_KEY.

let imported: { text: string; key: Promise<CryptoKey> } | undefined;

async function importKey(text: string): Promise<CryptoKey> {
  const bytes = fromBase64(text);
  if (bytes.length !== 32) throw new Error("SEAL_KEY must be 32 bytes in base64");
  return await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function keyOf(env: { SEAL_KEY: string }): Promise<CryptoKey> {
  if (imported?.text !== env.SEAL_KEY) imported = { text: env.SEAL_KEY, key: importKey(env.SEAL_KEY) };
  return imported.key;
}

const IV_BYTES = 12;
const VERSION = "v1.";

export const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);

/** Encrypts `text`, up to 64 kB. `unseal` needs the same `place`, so a sealed value does not work when copied into another row. */
export async function seal(env: { SEAL_KEY: string }, place: string, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const algorithm = { name: "AES-GCM", iv, additionalData: utf8(place) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, await keyOf(env), utf8(text)));
  return VERSION + toBase64(iv) + toBase64(sealed); // the IV is 16 characters of base64 without padding
}

/** Decrypts a value of `seal`. Throws if the value was changed, was sealed for another place or was sealed under another key. */
export async function unseal(env: { SEAL_KEY: string }, place: string, sealed: string): Promise<string> {
  if (!sealed.startsWith(VERSION)) throw new Error("not a sealed value");
  const bytes = fromBase64(sealed.slice(VERSION.length, VERSION.length + 16));
  const algorithm = { name: "AES-GCM", iv: bytes, additionalData: utf8(place) };
  const opened = await crypto.subtle.decrypt(
    algorithm,
    await keyOf(env),
    fromBase64(sealed.slice(VERSION.length + 16)),
  );
  return new TextDecoder().decode(opened);
}
