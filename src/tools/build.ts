import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { eventCatalogue } from "#/events.ts";
import { bundleForPage } from "./bundle.ts";
import { chartFiles } from "./chart-files.ts";
import { readConfig } from "./config.ts";
import { errorsPage } from "./errors-page.ts";
import { catalogueOf } from "./event-catalogue.ts";
import { eventsPage } from "./events-page.ts";
import { fontFiles } from "./fonts.ts";
import { tileFiles, tilesOf } from "./map-tiles.ts";
import { buildDocument } from "./openapi.ts";
import { publicPart } from "./openapi-public.ts";
import { renderPage } from "./pages.ts";
import { bringTo, fail, filesBelow, inProject, wrangler } from "./project.ts";
import { readArguments } from "./usage.ts";
import { zipFiles } from "./zip-places.ts";

const ASSETS = inProject("dist/assets");
const TYPES = inProject("dist/worker-configuration.d.ts");
const IDIOMORPH = "node_modules/idiomorph/dist/idiomorph.esm.js";
const SWAGGER_FILES = ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"];

/**
 * Makes what the Worker and the compiler need and git does not keep: binding types, static assets, the OpenAPI document. That names the server
 * at `publicUrl`; without one, at PUBLIC_URL.
 */
export async function build(publicUrl?: string): Promise<void> {
  mkdirSync(ASSETS, { recursive: true });
  await Promise.all([writeTypes(), writeAssets(publicUrl)]);
}

/** The types of the bindings take seconds, so only when what they depend on has changed. */
async function writeTypes(): Promise<void> {
  const inputs = ["wrangler.toml", "src/index.ts", "src/tools/build.ts", "node_modules/wrangler/package.json"].map(
    (path) => inProject(path),
  );
  const isFresh = existsSync(TYPES) && inputs.every((input) => statSync(input).mtimeMs < statSync(TYPES).mtimeMs);
  if (isFresh) return;
  await wrangler("types", "--include-runtime=false", "--strict-vars=false", "dist/worker-configuration.d.ts");
}

/** A page with what it shares with others: `<!-- include sign-in: Title -->` stands for src/web/parts/sign-in.html. */
const withParts = (page: string): string =>
  page.replace(/^ *<!-- include ([\w-]+): (.*) -->\n/gm, (_, name: string, title: string) =>
    readFileSync(inProject(`src/web/parts/${name}.html`), "utf8").replaceAll("{title}", title),
  );

async function writeAssets(publicUrl: string | undefined): Promise<void> {
  const wanted = new Map<string, Buffer>();
  const web = inProject("src/web");
  for (const path of filesBelow(web)) {
    const content = readFileSync(join(web, path));
    if (path.startsWith("parts/")) continue;
    if (path.endsWith(".html")) wanted.set(path, Buffer.from(withParts(content.toString())));
    else if (path.endsWith(".md")) wanted.set(path.replace(/md$/, "html"), Buffer.from(renderPage(content.toString())));
    else wanted.set(path, content);
  }
  for (const file of SWAGGER_FILES)
    wanted.set(`api/docs/${file}`, readFileSync(inProject("node_modules/swagger-ui-dist", file)));
  for (const [path, content] of [...fontFiles(), ...zipFiles()]) wanted.set(path, content);
  wanted.set("board/idiomorph.js", readFileSync(inProject(IDIOMORPH)));
  wanted.set("form/rules.js", bundleForPage("src/domains/forms/page-rules.ts"));
  for (const [path, content] of chartFiles()) wanted.set(path, content);
  wanted.set("docs/errors.html", Buffer.from(renderPage(errorsPage())));
  const document = await buildDocument(publicUrl);
  const events = catalogueOf(document, await eventCatalogue());
  wanted.set("api/events.json", Buffer.from(JSON.stringify(events)));
  wanted.set("docs/events.html", Buffer.from(renderPage(eventsPage(events))));
  for (const [name, part] of Object.entries({ openapi: document, "openapi.public": publicPart(document) })) {
    const json = JSON.stringify(part);
    wanted.set(`api/${name}.json`, Buffer.from(json));
    wanted.set(
      `api/${name}.yaml`,
      Buffer.from(stringify(JSON.parse(json), { aliasDuplicateObjects: false, lineWidth: 0 })),
    );
  }

  const tiles = tilesOf({ ...readConfig().vars, ...process.env });
  if (tiles)
    for (const [path, text] of tileFiles(tiles, String(wanted.get("_headers")))) wanted.set(path, Buffer.from(text));

  bringTo(ASSETS, wanted);
}

if (import.meta.main) {
  readArguments("npm run build   makes binding types, static assets and the OpenAPI document in dist", {});
  await build().catch(fail);
}
