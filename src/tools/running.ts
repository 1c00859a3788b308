import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isTruckroll } from "./dev-server.ts";
import { inProject } from "./project.ts";

const NOTE = inProject(".wrangler/serving-at");

/** Saves the URL of this folder's server to a file. */
export function noteServer(url: string): void {
  mkdirSync(inProject(".wrangler"), { recursive: true });
  writeFileSync(NOTE, url);
}
export const forgetServer = (): void => rmSync(NOTE, { force: true });

/** The URL of this folder's server; undefined if none is running. */
export async function runningServer(): Promise<string | undefined> {
  const url = existsSync(NOTE) ? readFileSync(NOTE, "utf8") : "";
  return url && (await isTruckroll(url)) ? url : undefined;
}
