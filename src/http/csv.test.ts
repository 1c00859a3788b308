import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { linesOf } from "#/kernel/csv-lines.ts";
import { attachment } from "./attachment.ts";
import { csvFile } from "./csv.ts";

describe("a line of CSV", () => {
  it("has quotes where a reader needs them, and nothing that a spreadsheet would carry out", () => {
    const texts = [
      "plain",
      "a,b",
      'say "hi"',
      "two\r\nlines",
      " space",
      "space ",
      "",
      "=1+1",
      "-Smith",
      "@x",
      "\tx",
      "＋1",
    ];
    const { data } = Papa.parse<string[]>(linesOf([texts]));
    expect(data[0]).toEqual(texts.map((text) => (/^[=\-@\t＋]/.test(text) ? `'${text}` : text)));
  });

  it("leaves numbers alone, and writes nothing for null", () => {
    expect(linesOf([[-5, { text: "-0.05" }, null, 0]])).toBe("-5,-0.05,,0\r\n");
  });
});

it("a file is sent page after page, and stops reading when nobody listens", async () => {
  let read = 0;
  let isStopped = false;
  async function* pages() {
    try {
      for (;;) yield [[++read]];
    } finally {
      isStopped = true;
    }
  }
  const { body } = await csvFile("n.csv", ["n"], pages(), { bom: true });
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  const first = (await reader.read()).value as Uint8Array;
  expect(new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(first)).toBe("\uFEFFn\r\n1\r\n");
  await reader.cancel();
  expect(isStopped).toBe(true);
  expect(read).toBeLessThan(4);
});

describe("the name of a file", () => {
  it("is there in ASCII, and as it is where it has other letters", () => {
    expect(attachment("sales_2026.csv")).toBe('attachment; filename="sales_2026.csv"');
    expect(attachment("žluť (1).pdf")).toBe(
      `attachment; filename="zlut _1_.pdf"; filename*=UTF-8''%C5%BElu%C5%A5%20%281%29.pdf`,
    );
    expect(attachment('a"\r\nb')).toBe(`attachment; filename="a___b"; filename*=UTF-8''a%22%0D%0Ab`);
  });
});
