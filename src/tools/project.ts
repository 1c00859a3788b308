import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";

export const root = join(import.meta.dirname, "../..");
export const inProject = (...path: string[]): string => join(root, ...path);

/** The files below a folder, by their paths in it; none where there is no folder. */
export const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    : [];

/** Brings a folder to exactly these files; does not touch what is right already, so a running server does not reload. */
export function bringTo(folder: string, wanted: ReadonlyMap<string, Uint8Array>): void {
  for (const path of filesBelow(folder)) if (!wanted.has(path)) rmSync(join(folder, path));
  for (const [path, content] of wanted) {
    const target = join(folder, path);
    if (existsSync(target) && readFileSync(target).equals(content)) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}

// Settings for wrangler, in this process and its child processes: no questions, no metrics, no network, no traces (which cost as much as the
// requests that they tell of), and its files in this folder.
Object.assign(process.env, {
  CI: "1",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_LOG_PATH: inProject(".wrangler/logs"),
  WRANGLER_REGISTRY_PATH: inProject(".wrangler/registry"),
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  X_LOCAL_OBSERVABILITY: "false",
});
export const wranglerBin = inProject("node_modules/wrangler/bin/wrangler.js");

/** Runs a wrangler command and returns its output. Throws an error with the output if the command fails. */
export async function wrangler(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [wranglerBin, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [[code], out, err] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`wrangler ${args.join(" ")} failed:\n${`${out}\n${err}`.trim()}`);
  return out;
}

/** Ends a tool after an error: prints the message without a stack trace and exits with code 1. */
export function fail(error: unknown): never {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
