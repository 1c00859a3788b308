import { existsSync, rmSync } from "node:fs";
import { statePath } from "./local-databases.ts";
import { fail } from "./project.ts";
import { runningServer } from "./ready.mjs";
import { readArguments } from "./usage.ts";

readArguments("npm run reset   deletes all local data", {});

const url = await runningServer();
if (url) fail(`A server at ${url} uses this data. Stop it first (Ctrl-C in the terminal of npm start).`);
const existed = existsSync(statePath);
rmSync(statePath, { recursive: true, force: true });
console.log(existed ? "All local data is deleted. npm start creates a new demo business." : "There was no local data.");
