import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { NOTE } from "./ready.mjs";

/** Saves the URL of this folder's server to a file. */
export function noteServer(url: string): void {
  mkdirSync(dirname(NOTE), { recursive: true });
  writeFileSync(NOTE, url);
}
export const forgetServer = (): void => rmSync(NOTE, { force: true });
