import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { buildSync } from "esbuild";
import { feature, mesh } from "topojson-client";
import { inProject, root } from "./project.ts";

// What the dashboard draws with: the parts of d3 that it needs as one module, and the outlines of states and counties from the npm package us-atlas,
// which are projected as d3's geoAlbersUsa does at its usual size.

const D3 = `export { scaleBand, scaleLinear, scalePoint } from "d3-scale";
  export { area, line } from "d3-shape";
  export { geoAlbersUsa } from "d3-geo";`;

type Point = readonly [number, number];
type Shape = { type: string; coordinates: unknown };
type Geometry = { id: string; properties: { name: string } };
type Collection = { features: { id: string; geometry: Shape; properties: { name: string } }[] };
type Topology = { objects: Record<"states" | "counties" | "nation", { geometries: Geometry[] }> };

/** Twentieths of a pixel are fine enough to draw a county as large as the page. */
const GRAIN = 20;

/** Name in the assets -> content. */
export function chartFiles(): [string, Buffer][] {
  const { outputFiles } = buildSync({
    stdin: { contents: D3, resolveDir: root },
    ...{ bundle: true, minify: true, write: false, format: "esm", target: "es2023", logLevel: "warning" },
  });
  const atlas = createRequire(import.meta.url)("us-atlas/counties-albers-10m.json") as Topology;
  const { states, counties, nation } = atlas.objects;
  const found = feature(atlas as never, states as never) as unknown as Collection;
  const land = (feature(atlas as never, nation as never) as unknown as Collection).features.map(
    ({ geometry }) => geometry,
  );
  const known = found.features.map(({ id, geometry, properties }) => ({
    ...{ id, name: properties.name, box: boxOf(linesOf(geometry).flat()) },
  }));
  const outlines = {
    grain: GRAIN,
    land: pathOf(land.flatMap(linesOf)),
    borders: pathOf(linesOf(inner(atlas, states))),
    states: known,
  };
  return [
    ["dashboard/d3.js", Buffer.from(outputFiles[0]?.contents ?? [])],
    ["dashboard/map/states.json", Buffer.from(JSON.stringify(outlines))],
    ...known.map(({ id }): [string, Buffer] => {
      const geometries = counties.geometries.filter((county) => county.id.startsWith(id));
      const borders = pathOf(linesOf(inner(atlas, { type: "GeometryCollection", geometries })));
      return [`dashboard/map/${id}.json`, Buffer.from(JSON.stringify({ borders }))];
    }),
    ["dashboard/LICENSES.txt", licenses("d3-scale", "d3-shape", "d3-geo", "us-atlas")],
  ];
}

/** The borders between two of them: the coast is that of the land. */
const inner = (atlas: Topology, of: unknown): Shape =>
  mesh(atlas as never, of as never, (a: unknown, b: unknown) => a !== b) as unknown as Shape;

const licenses = (...names: string[]): Buffer =>
  Buffer.from(
    names.map((name) => `${name}\n\n${readFileSync(inProject("node_modules", name, "LICENSE"), "utf8")}`).join("\n"),
  );

/** Every line or ring of a shape. */
function linesOf({ type, coordinates }: Shape): Point[][] {
  if (type === "MultiPolygon") return (coordinates as Point[][][]).flat();
  return coordinates as Point[][]; // Polygon, MultiLineString
}

function boxOf(points: readonly Point[]): number[] {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const least = (values: number[]) => Math.floor(values.reduce((a, b) => Math.min(a, b)));
  const most = (values: number[]) => Math.ceil(values.reduce((a, b) => Math.max(a, b)));
  return [least(xs), least(ys), most(xs), most(ys)];
}

/** Lines as the text of an SVG path, in whole grains from point to point: half as long as decimals. */
function pathOf(lines: readonly (readonly Point[])[]): string {
  return lines
    .map((points) => {
      let [x, y] = [0, 0];
      const steps = points.flatMap(([px, py], i) => {
        const [nx, ny] = [Math.round(px * GRAIN), Math.round(py * GRAIN)];
        const step = i === 0 ? `M${nx} ${ny}l` : `${nx - x} ${ny - y}`;
        const isSame = i > 0 && nx === x && ny === y;
        [x, y] = [nx, ny];
        return isSame ? [] : [step];
      });
      const [start = "", ...rest] = steps;
      return rest.length > 0 ? start + rest.join(" ").replaceAll(" -", "-") : "";
    })
    .join("");
}
