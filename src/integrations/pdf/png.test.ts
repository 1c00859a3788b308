import { crc32, deflateSync, inflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPng, opaquePng } from "./png.ts";

type Image = { width: number; height: number; bits: number; kind: number; interlaced?: boolean };

function png({ width, height, bits, kind, interlaced }: Image, raw: number[], more: [string, number[]][] = []) {
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bits, kind, 0, 0, interlaced ? 1 : 0], 8);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk("IHDR", header),
      ...more.map(([type, data]) => chunk(type, Buffer.from(data))),
      chunk("IDAT", deflateSync(Buffer.from(raw))),
      chunk("IEND", Buffer.alloc(0)),
    ]),
  );
}

/** The colours of an image that was made opaque, row after row. */
async function pixelsOf(image: Uint8Array<ArrayBuffer>): Promise<number[] | undefined> {
  const opaque = await opaquePng(image);
  if (!opaque) return undefined;
  expect(isPng(opaque)).toBe(true);
  const bytes = Buffer.from(opaque);
  const at = bytes.indexOf("IDAT");
  return [...inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)))];
}

describe("a PNG", () => {
  it("keeps its colours, on white where it is transparent", async () => {
    const rgba = png({ width: 2, height: 1, bits: 8, kind: 6 }, [0, 255, 0, 0, 255, 0, 0, 0, 0]);
    expect(await pixelsOf(rgba)).toEqual([0, 255, 0, 0, 255, 255, 255]);
    const half = png({ width: 1, height: 1, bits: 8, kind: 4 }, [0, 0, 128]);
    expect(await pixelsOf(half)).toEqual([0, 127, 127, 127]);
    const palette = png(
      { width: 4, height: 1, bits: 2, kind: 3 },
      [0, 0b00011011],
      [
        ["PLTE", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
        ["tRNS", [255, 0]],
      ],
    );
    expect(await pixelsOf(palette)).toEqual([0, 1, 2, 3, 255, 255, 255, 7, 8, 9, 10, 11, 12]);
    const deep = png({ width: 1, height: 1, bits: 16, kind: 2 }, [0, 10, 99, 20, 99, 30, 99]);
    expect(await pixelsOf(deep)).toEqual([0, 10, 20, 30]);
    const bit = png({ width: 3, height: 1, bits: 1, kind: 0 }, [0, 0b10100000]);
    expect(await pixelsOf(bit)).toEqual([0, 255, 255, 255, 0, 0, 0, 255, 255, 255]);
  });

  it("is the same whatever each row was stored as a difference from", async () => {
    const plain = [0, 10, 20, 30, 40, 50, 60, 0, 11, 22, 33, 44, 55, 66];
    const image = { width: 2, height: 2, bits: 8, kind: 2 };
    const wanted = await pixelsOf(png(image, plain));
    const left = [1, 10, 20, 30, 30, 30, 30];
    for (const second of [
      [2, 1, 2, 3, 4, 5, 6],
      [3, 6, 12, 18, 44 - ((11 + 40) >> 1), 55 - ((22 + 50) >> 1), 66 - ((33 + 60) >> 1)],
      [4, 1, 2, 3, 4, 5, 6],
    ])
      expect(await pixelsOf(png(image, [...left, ...second]))).toEqual(wanted);
  });

  it("is left out where it is interlaced, too large, cut off or none at all", async () => {
    const small = { width: 1, height: 1, bits: 8, kind: 0 };
    expect(await opaquePng(png({ ...small, interlaced: true }, [0, 1]))).toBeUndefined();
    expect(await opaquePng(png({ ...small, width: 60_000, height: 60_000 }, [0, 1]))).toBeUndefined();
    expect(await opaquePng(png({ ...small, height: 9 }, [0, 1]))).toBeUndefined();
    expect(await opaquePng(png(small, [9, 1]))).toBeUndefined();
    expect(isPng(new TextEncoder().encode("<svg/>"))).toBe(false);
  });

  it("never throws, whatever is wrong with it", async () => {
    const whole = png(
      { width: 4, height: 4, bits: 8, kind: 6 },
      Array.from({ length: 68 }, () => 0),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1 }), async (changes) => {
        const image = new Uint8Array(whole);
        for (const [at, byte] of changes) image[at] = byte;
        await opaquePng(image);
      }),
      { numRuns: 300 },
    );
  });
});
