import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";

export const root = join(import.meta.dirname, "../..");
export const inProject = (...path: string[]): string => join(root, ...path);

// Wrangler, in this process and in those it starts: no questions, no metrics, no network, and its own files in this folder, not in the user's home.
Object.assign(process.env, {
  CI: "1",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_LOG_PATH: inProject(".wrangler/logs"),
  WRANGLER_REGISTRY_PATH: inProject(".wrangler/registry"),
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
});
export const wranglerBin = inProject("node_modules/wrangler/bin/wrangler.js");

/** Runs one wrangler command to its end and gives its output back; throws with what it said when it fails. */
export async function wrangler(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [wranglerBin, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once("close", resolve).once("error", reject));
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`wrangler ${args.join(" ")} failed:\n${`${out}\n${err}`.trim()}`);
  return out;
}

/** A tool's last words when it fails: the message, without a stack, and exit code 1. */
export function fail(error: unknown): never {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
