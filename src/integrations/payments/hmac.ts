const utf8 = (text: string) => new TextEncoder().encode(text);

/** Whether a signature is the HMAC-SHA256 of a text. The comparison takes the same time wherever they differ. */
export async function isHmac(secret: string, text: string, signature: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", utf8(secret), algorithm, false, ["verify"]);
  return await crypto.subtle.verify("HMAC", imported, signature, utf8(text));
}

/** The bytes of a text in hex; undefined where it is none. */
export const fromHex = (text: string): Uint8Array<ArrayBuffer> | undefined =>
  /^(?:[0-9a-f]{2})+$/i.test(text)
    ? Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
    : undefined;

/** The bytes of a text in base64; undefined where it is none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}
