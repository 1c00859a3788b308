import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noPdfTools, pagesOf } from "../../../test/support/pdf-tools.ts";
import { makePdf, type Report } from "./index.ts";

const folder = new URL("../../../dist/assets/", import.meta.url).pathname;
const assets = { fetch: async (url: string) => new Response(readFileSync(url.replace("https://assets/", folder))) };

const report = (names: readonly string[]): Report => ({
  paper: "A4",
  title: "Statement",
  subtitle: "March",
  business: { name: "Smith HVAC", color: "#1f6feb" },
  madeAt: new Date("2026-04-01T00:00:00Z"),
  facts: [["Technician", "Łukasz Dvořák"]],
  sections: [
    {
      columns: [
        { head: "Name", width: 3 },
        { head: "Amount", width: 1, align: "right" },
      ],
      rows: names.map((name) => [name, "$1.00"]),
      total: ["Total", "$9.00"],
    },
  ],
});

describe.skipIf(noPdfTools ?? !existsSync(folder))("a document", () => {
  it("is made though another that needs the same font for the first time has broken off", async () => {
    const never = new Promise<Response>(() => undefined);
    const broken = { fetch: (url: string) => (url.includes("sawarabi") ? never : assets.fetch(url)) };
    void makePdf(broken, report(["日本"]));
    const [page] = pagesOf(await makePdf(assets, report(["日本"])));
    expect(page).toContain("日本");
  });

  it("has its letters whatever documents were made before it", async () => {
    await makePdf(assets, report(["žluťoučký kůň", "ﬁne ﬂowers"]));
    const [page] = pagesOf(await makePdf(assets, report(["pizza, fine flowers"])));
    expect(page).toContain("Łukasz Dvořák");
    expect(page).toContain("pizza, fine flowers");
  });

  it("is the same to the byte when it is made again", async () => {
    const names = ["日本", "שלום", "Nguyễn"];
    expect(await makePdf(assets, report(names))).toEqual(await makePdf(assets, report(names)));
  });

  it("is the same to the byte whatever is made at the same time, though fonts take their time to come", async () => {
    const slow = {
      async fetch(url: string) {
        await new Promise((done) => setImmediate(done));
        return await assets.fetch(url);
      },
    };
    const mine = () => makePdf(slow, report(["ﬁne ﬂowers", "日本", "汉字"]));
    const alone = await mine();
    const others = ["fine flowers", "žluťoučký kůň", "ﬂ ﬁ"].map((name) => makePdf(slow, report([name, "fi fl"])));
    const [first, second] = await Promise.all([mine(), mine(), ...others]);
    expect(Buffer.from(first).equals(alone)).toBe(true);
    expect(Buffer.from(second).equals(alone)).toBe(true);
  });

  it("has the head of a table on each page, and its sum with the last row", async () => {
    for (const n of [40, 41, 42, 43, 44, 45, 46, 47]) {
      const pages = pagesOf(await makePdf(assets, report(Array.from({ length: n }, (_, i) => `line ${i + 1}.`))));
      for (const page of pages) expect(page).toMatch(/Name +Amount/);
      expect(pages.at(-1)).toMatch(/line \d+\.[\s\S]*Total/);
      expect(pages.join("").match(/line \d+\./g)).toHaveLength(n);
    }
  });

  it("has no head without what is below it", async () => {
    const columns = [{ head: "Name", width: 1 }];
    for (let n = 25; n < 50; n++) {
      const rows = Array.from({ length: n }, (_, i) => [`line ${i + 1}.`]);
      const sections = [
        { columns, rows },
        { heading: "All", columns, rows: [], total: ["Total"] },
      ];
      const pages = pagesOf(await makePdf(assets, { ...report([]), sections }));
      expect(pages.join("")).not.toContain("All, continued");
    }
  });

  it("has no heading of a note without the beginning of its text", async () => {
    for (let n = 1; n < 70; n++) {
      const notes = [
        { text: Array.from({ length: n }, () => "fine print").join("\n") },
        { heading: "Terms", text: "Half at once." },
      ];
      const pages = pagesOf(await makePdf(assets, { ...report(["a"]), notes }));
      expect(
        pages.find((page) => page.includes("Terms")),
        `after ${n} lines`,
      ).toContain("Half at once.");
    }
  });

  it("fails with the name of a font that is not there, and tries again for the next", async () => {
    const none = { fetch: async () => new Response(null, { status: 404 }) };
    await expect(makePdf(none, report(["汉字"]))).rejects.toThrow("unifontex");
    expect((await makePdf(assets, report(["汉字"]))).length).toBeGreaterThan(1000);
  });
});
