// pdfkit unpacks the transparent parts of a PNG in a thread of its own, which a Worker has not. So each PNG becomes one without them here, on
// the white of the page.

/** Most pixels of an image: unpacked, each takes seven bytes. */
const MOST_PIXELS = 2_000_000;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

type Header = { width: number; height: number; bits: number; channels: number; kind: number };
/** Samples of a pixel, by the kind of image: grey, RGB, palette, grey with alpha, RGB with alpha. */
const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const KIND = { grey: 0, palette: 3, greyAlpha: 4, colorAlpha: 6 };

export const isPng = (image: Uint8Array): boolean => SIGNATURE.every((byte, i) => image[i] === byte);

/** The same image without transparency; undefined where it is broken, interlaced or too large. */
export async function opaquePng(image: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks = chunksOf(image);
  const header = headerOf(chunks.find(({ type }) => type === "IHDR")?.data);
  if (!header) return undefined;
  const packed = chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data);
  const stride = Math.ceil((header.width * header.bits * header.channels) / 8);
  const raw = await inflate(new Blob(packed), (stride + 1) * header.height);
  if (!raw || !unfilter(raw, stride, header)) return undefined;
  const part = (name: string) => chunks.find(({ type }) => type === name)?.data;
  const rows = onWhite(raw, stride, header, part("PLTE"), part("tRNS"));
  return await pngOf(rows, header);
}

function chunksOf(image: Uint8Array<ArrayBuffer>): { type: string; data: Uint8Array<ArrayBuffer> }[] {
  const bytes = new DataView(image.buffer, image.byteOffset, image.byteLength);
  const chunks: { type: string; data: Uint8Array<ArrayBuffer> }[] = [];
  for (let at = SIGNATURE.length; at + 12 <= image.length; ) {
    const length = bytes.getUint32(at);
    const type = String.fromCharCode(...image.subarray(at + 4, at + 8));
    chunks.push({ type, data: image.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

function headerOf(data: Uint8Array<ArrayBuffer> | undefined): Header | undefined {
  if (data?.length !== 13) return undefined;
  const bytes = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height, bits, kind] = [bytes.getUint32(0), bytes.getUint32(4), bytes.getUint8(8), bytes.getUint8(9)];
  const channels = CHANNELS[kind];
  const isInterlaced = bytes.getUint8(12) !== 0;
  if (!channels || ![1, 2, 4, 8, 16].includes(bits) || isInterlaced) return undefined;
  if (width === 0 || height === 0 || width * height > MOST_PIXELS) return undefined;
  return { width, height, bits, kind, channels };
}

/** Unpacks exactly `length` bytes; undefined where there are fewer. */
async function inflate(packed: Blob, length: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const raw = new Uint8Array(length);
  let at = 0;
  try {
    const reader = packed.stream().pipeThrough(new DecompressionStream("deflate")).getReader();
    while (at < length) {
      const { done, value } = await reader.read();
      if (done) return undefined;
      const part = (value as Uint8Array).subarray(0, length - at);
      raw.set(part, at);
      at += part.length;
    }
    void reader.cancel().catch(() => undefined);
    return raw;
  } catch {
    return undefined;
  }
}

/** Each row is stored as a difference from what is left of it and above it; its first byte tells in which way. False for a way there is not. */
function unfilter(raw: Uint8Array<ArrayBuffer>, stride: number, { height, bits, channels }: Header): boolean {
  const step = Math.max(1, (bits * channels) / 8);
  const at = (i: number) => raw[i] ?? 0;
  for (let row = 0; row < height; row++) {
    const start = row * (stride + 1) + 1;
    const filter = at(start - 1);
    if (filter > 4) return false;
    for (let i = start; i < start + stride; i++) {
      const left = i - step < start ? 0 : at(i - step);
      const up = row === 0 ? 0 : at(i - stride - 1);
      const corner = row === 0 || i - step < start ? 0 : at(i - step - stride - 1);
      const guess = [0, left, up, (left + up) >> 1][filter] ?? nearest(left, up, corner);
      raw[i] = at(i) + guess;
    }
  }
  return true;
}

/** Of left, above and the corner between them the one that is nearest to left + above - corner. */
function nearest(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

/** The rows in RGB, each behind a byte that says that it is stored as it is. */
function onWhite(
  raw: Uint8Array<ArrayBuffer>,
  stride: number,
  { width, height, bits, channels, kind }: Header,
  palette: Uint8Array<ArrayBuffer> | undefined,
  alphas: Uint8Array<ArrayBuffer> | undefined,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array((width * 3 + 1) * height);
  const full = 2 ** Math.min(bits, 8) - 1;
  /** One sample; of one with two bytes the first. */
  const sample = (start: number, n: number): number => {
    if (bits >= 8) return raw[start + n * (bits / 8)] ?? 0;
    return ((raw[start + ((n * bits) >> 3)] ?? 0) >> (8 - bits - ((n * bits) & 7))) & full;
  };
  const hasColor = kind === 2 || kind === KIND.colorAlpha;
  for (let row = 0, to = 0; row < height; row++) {
    const start = row * (stride + 1) + 1;
    to++;
    for (let x = 0; x < width; x++) {
      const n = x * channels;
      const value = sample(start, n);
      const isIndex = kind === KIND.palette;
      const hasAlpha = kind === KIND.greyAlpha || kind === KIND.colorAlpha;
      const alpha = isIndex ? (alphas?.[value] ?? 255) : hasAlpha ? sample(start, n + channels - 1) : 255;
      for (let c = 0; c < 3; c++) {
        const color = isIndex
          ? (palette?.[value * 3 + c] ?? 0)
          : hasColor
            ? sample(start, n + c)
            : Math.round((value * 255) / full);
        out[to++] = Math.round((color * alpha + 255 * (255 - alpha)) / 255);
      }
    }
  }
  return out;
}

/** As little of a PNG as pdfkit reads: it looks at no checksum. */
async function pngOf(rows: Uint8Array<ArrayBuffer>, { width, height }: Header): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([rows]).stream().pipeThrough(new CompressionStream("deflate"));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, 2);
  const chunk = (type: string, data: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
    const out = new Uint8Array(data.length + 12);
    new DataView(out.buffer).setUint32(0, data.length);
    out.set(new TextEncoder().encode(type), 4);
    out.set(data, 8);
    return out;
  };
  const parts = [
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("IDAT", packed),
    chunk("IEND", new Uint8Array()),
  ];
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
