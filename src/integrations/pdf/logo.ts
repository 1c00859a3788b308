/** Most pixels of a logo: unpacked, each takes four bytes and more. */
const MOST_PIXELS = 2_000_000;

/** Whether a document can show this image: PNG or JPEG, and not too large when it is unpacked. WebP it cannot. */
export function canEmbed(image: Uint8Array): boolean {
  const bytes = new DataView(image.buffer, image.byteOffset, image.byteLength);
  if (image.length < 24) return false;
  if (bytes.getUint16(0) === 0xffd8) return true; // JPEG stays packed
  const isPng = bytes.getUint32(0) === 0x89504e47;
  return isPng && bytes.getUint32(16) * bytes.getUint32(20) <= MOST_PIXELS;
}
