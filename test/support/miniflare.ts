import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as MiniflareModule from "miniflare";

// Miniflare of wrangler's dependencies, so the runtime is the same as in `wrangler dev`.

/** Resolves as wrangler does. */
export const require = createRequire(createRequire(import.meta.url).resolve("wrangler"));
export const { convertV4MiniflareOptions, Log, LogLevel, Miniflare } = require("miniflare") as typeof MiniflareModule;
export type Miniflare = MiniflareModule.Miniflare;
export type MiniflareOptions = MiniflareModule.V4MiniflareOptions;
export type Database = Awaited<ReturnType<Miniflare["getD1Database"]>>;

/** The modules of a bundle that `wrangler deploy` would upload. */
export function modulesOf(outdir: string) {
  const files = readdirSync(outdir).filter((file) => /\.(js|wasm)$/.test(file));
  return files
    .toSorted((a) => (a === "index.js" ? -1 : 1)) // the first module is the entry
    .map((file) => ({
      type: file.endsWith(".wasm") ? ("CompiledWasm" as const) : ("ESModule" as const),
      path: join(outdir, file),
      contents: file.endsWith(".wasm")
        ? new Uint8Array(readFileSync(join(outdir, file)))
        : readFileSync(join(outdir, file), "utf8"),
    }));
}
