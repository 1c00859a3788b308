import { daily, dueWork } from "#/jobs.ts";
import { continueImport } from "./actions/continue-import.ts";
import { dropImports } from "./actions/drop-imports.ts";
import { dueImports } from "./tables.ts";

export const jobs = [
  dueWork(dueImports, { run: continueImport }),
  daily({ name: "drop old imports", run: dropImports }),
];
