type Vars = Readonly<Record<string, unknown>>;
export type Tiles = { url: string; attribution: string };

const HEADERS = "_headers";
const SETTINGS = "board/settings.js";

/** What MAP_TILES_URL and MAP_TILES_ATTRIBUTION say; null: the board's map has no tiles. Throws where they are none. */
export function tilesOf({ MAP_TILES_URL: url = "", MAP_TILES_ATTRIBUTION: attribution = "" }: Vars): Tiles | null {
  if (url === "") return null;
  const example = "https://tiles.your-domain/{z}/{x}/{y}.png";
  const parsed = typeof url === "string" ? URL.parse(url) : null;
  const isSafe = parsed?.protocol === "https:" || ["localhost", "127.0.0.1"].includes(parsed?.hostname ?? "");
  const hasPlaces = ["{z}", "{x}", "{y}"].every((place) => String(url).includes(place));
  if (!parsed || !isSafe || !hasPlaces || !/^[\w.-]+$/.test(parsed.hostname))
    throw new Error(
      `MAP_TILES_URL is ${JSON.stringify(url)}. Set it to an https address with {z}, {x} and {y}, such as ${example}`,
    );
  if (typeof attribution !== "string" || attribution.trim() === "")
    throw new Error(
      "MAP_TILES_ATTRIBUTION is empty. Set it to whose map it is, as its provider asks; the board shows it.",
    );
  return { url: String(url), attribution };
}

/**
 * The files of the board that differ where its map has tiles: the page may load images of that host too, and tells it where it is, since providers
 * refuse those who do not.
 */
export function tileFiles(tiles: Tiles, headers: string): Map<string, string> {
  const policy = /^ {2}Content-Security-Policy: .*$/m.exec(headers)?.[0];
  if (!policy?.includes("img-src 'self'")) throw new Error(`${HEADERS} has no policy that could be opened for tiles.`);
  const opened = policy.replace("img-src 'self'", `img-src 'self' ${new URL(tiles.url).origin}`);
  const board = [
    "/board",
    "  ! Content-Security-Policy",
    opened,
    "  ! Referrer-Policy",
    "  Referrer-Policy: strict-origin",
  ];
  return new Map([
    [HEADERS, `${headers}\n${board.join("\n")}\n`],
    [SETTINGS, `export const tiles = ${JSON.stringify(tiles)};\n`],
  ]);
}
