import { basename, relative, resolve } from "node:path";
import { buildSync } from "esbuild";
import { bringTo, root } from "./project.ts";

/**
 * Bundles the Worker into the modules that wrangler serves and uploads. What the code loads by `import()` is a module of its own, which the
 * runtime compiles when it is first asked for: an isolate starts with what every request needs.
 */
export function bundle(entry = "src/index.ts", folder = "dist/worker"): void {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: folder,
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    sourcemap: true,
    // as wrangler's own bundler does
    target: "es2024",
    supported: { using: true },
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*"],
    loader: { ".wasm": "copy" },
    define: { "process.env.NODE_ENV": '"production"', "navigator.userAgent": '"Cloudflare-Workers"' },
    logLevel: "warning",
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
  const source = JSON.stringify(relative(resolve(root, folder), resolve(root, entry)));
  files.set("index.d.ts", Buffer.from(`export * from ${source};\nexport { default } from ${source};\n`)); // for the types of the bindings
  bringTo(resolve(root, folder), files);
}

/** A module of pure rules for a page: it judges as the server does. */
export function bundleForPage(entry: string): Buffer {
  const { outputFiles } = buildSync({
    ...{ absWorkingDir: root, entryPoints: [entry], write: false, bundle: true, format: "esm", target: "es2022" },
    logLevel: "warning",
  });
  return Buffer.from(outputFiles[0]?.contents ?? "");
}

if (import.meta.main) bundle();
