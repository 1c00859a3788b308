import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { tileFiles, tilesOf } from "#/tools/map-tiles.ts";
import { inProject } from "#/tools/project.ts";
import { fillSignIn, inBrowser, isLive, openPage, shows } from "../support/browser.ts";
import { eventually, newBusiness, newTechnician } from "../support/client.ts";

// Tiles under the board's map; the test is the host that has them.

const headers = readFileSync(inProject("src/web/_headers"), "utf8");
const HOST = "https://tiles.smithhvac.io";
const CREDIT = "© OpenStreetMap contributors";
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgaPj/HwAEgwJ/bSJmoQAAAABJRU5ErkJggg==",
  "base64",
);

/** The page's policies as the build writes them for `/board`. */
const policiesOf = (text: string) => {
  const board = text.slice(text.indexOf("\n/board\n"));
  const read = (name: string) => new RegExp(`^ {2}${name}: (.*)$`, "m").exec(board)?.[1] ?? "";
  return {
    "content-security-policy": read("Content-Security-Policy"),
    "referrer-policy": read("Referrer-Policy"),
  };
};

inBrowser("the board's map", () => {
  it("has tiles where they are configured, says whose they are, and loads nothing else from elsewhere", async () => {
    const tiles = tilesOf({ MAP_TILES_URL: `${HOST}/{z}/{x}/{y}.png`, MAP_TILES_ATTRIBUTION: CREDIT });
    const files = tileFiles(tiles ?? { url: "", attribution: "" }, headers);
    const business = await newBusiness();
    const tom = await newTechnician(business, true);
    await tom.api.post("/tech/dispatch/location", { latitude: 27.9506, longitude: -82.4572 });

    const page = await openPage("about:blank");
    await page.route(/\/board(\?.*)?$/, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({
        response: answer,
        headers: { ...answer.headers(), ...policiesOf(files.get("_headers") ?? "") },
      });
    });
    await page.route("**/board/settings.js", (route) =>
      route.fulfill({ contentType: "text/javascript", body: files.get("board/settings.js") ?? "" }),
    );
    const asked: { path: string; referer: string | undefined }[] = [];
    await page.route(`${HOST}/**`, async (route) => {
      const { referer } = await route.request().allHeaders();
      asked.push({ path: new URL(route.request().url()).pathname, referer });
      await route.fulfill({ contentType: "image/png", body: PIXEL });
    });
    await page.goto("/board");
    await fillSignIn(page, business);
    await isLive(page);
    await shows(page, "#map-credit", CREDIT);
    await page.locator("#map-tiles image").first().waitFor({ state: "attached" });
    await eventually(async () => asked.length > 0, "tiles are asked for");
    for (const { path, referer } of asked) {
      expect(path).toMatch(/^\/\d+\/\d+\/\d+\.png$/);
      expect(referer).toBe(`${new URL(page.url()).origin}/`);
    }
    // one that a technician's next step does not change is not asked for again
    const before = asked.length;
    await tom.api.post("/tech/dispatch/location", { latitude: 27.951, longitude: -82.4575 });
    await shows(page, ".places li", "27.9510, -82.4575");
    expect(asked.length).toBe(before);
  });

  it("has none where none are configured", async () => {
    const business = await newBusiness();
    const tom = await newTechnician(business, true);
    await tom.api.post("/tech/dispatch/location", { latitude: 27.9506, longitude: -82.4572 });
    const page = await openPage("/board");
    await fillSignIn(page, business);
    await page.locator("#map .mark").waitFor();
    expect(await page.locator("#map-tiles image").count()).toBe(0);
    expect(await page.locator("#map-credit").isVisible()).toBe(false);
  });
});

describe("the build", () => {
  it("opens the board's policy for that host's images alone", () => {
    const tiles = { url: "https://tiles.smithhvac.io/{z}/{x}/{y}.png?key=1", attribution: CREDIT };
    const text = tileFiles(tiles, headers).get("_headers") ?? "";
    expect(text.startsWith(headers)).toBe(true);
    const opened = policiesOf(text)["content-security-policy"];
    expect(opened).toContain("img-src 'self' https://tiles.smithhvac.io;");
    expect(headers).toContain(opened.replace(" https://tiles.smithhvac.io", ""));
  });

  it("has no tiles without an address, and refuses one that is none", () => {
    expect(tilesOf({ MAP_TILES_URL: "" })).toBeNull();
    for (const url of [
      "tiles",
      "http://tiles.smithhvac.io/{z}/{x}/{y}.png",
      "https://tiles.smithhvac.io/{z}/{x}.png",
      "https://tiles.smithhvac.io;script-src/{z}/{x}/{y}",
      "https://*/{z}/{x}/{y}",
    ])
      expect(() => tilesOf({ MAP_TILES_URL: url, MAP_TILES_ATTRIBUTION: CREDIT }), url).toThrow("MAP_TILES_URL is");
    expect(() => tilesOf({ MAP_TILES_URL: "https://tiles.smithhvac.io/{z}/{x}/{y}.png" })).toThrow(
      "MAP_TILES_ATTRIBUTION is empty",
    );
  });
});
