import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isTruckroll } from "./dev-server.ts";
import { inProject } from "./project.ts";

const NOTE = inProject(".wrangler/serving-at");

/** Writes down where the server on this folder's data answers. */
export function noteServer(url: string): void {
  mkdirSync(inProject(".wrangler"), { recursive: true });
  writeFileSync(NOTE, url);
}
export const forgetServer = (): void => rmSync(NOTE, { force: true });

/** Where a server runs on this folder's data, if one does. */
export async function runningServer(): Promise<string | undefined> {
  let url: string;
  try {
    url = readFileSync(NOTE, "utf8");
  } catch {
    return undefined;
  }
  return (await isTruckroll(url)) ? url : undefined;
}
