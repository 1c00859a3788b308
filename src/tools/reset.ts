import { existsSync, rmSync } from "node:fs";
import { statePath } from "./local-databases.ts";
import { fail } from "./project.ts";
import { runningServer } from "./running.ts";

const url = await runningServer();
if (url) fail(`A server is running on this data at ${url}. Stop it first (Ctrl-C where npm start runs).`);
const existed = existsSync(statePath);
rmSync(statePath, { recursive: true, force: true });
console.log(existed ? "All local data is gone. npm start makes a new demo business." : "There was no local data.");
