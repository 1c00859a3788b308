import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createClient } from "@hey-api/openapi-ts";
import openapiTypescript, { astToString } from "openapi-typescript";
import { generate } from "orval";

// Makes the clients of a document: `node generate.ts DOCUMENT FOLDER`.

const [document = "", folder = ""] = process.argv.slice(2);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

// without this option a field with a default is required in requests too
const ast = await openapiTypescript(pathToFileURL(document), { defaultNonNullable: false });
writeFileSync(join(folder, "openapi-typescript.ts"), astToString(ast));

await createClient({
  input: document,
  output: { path: join(folder, "hey-api"), module: { extension: ".ts" } },
  logs: { level: "silent", file: false },
});

for (const client of ["fetch", "zod"] as const) {
  const baseUrl = { getBaseUrlFromSpecification: true } as const; // else its URLs lack the server's /api/v1
  await generate({
    input: { target: document },
    output: { target: join(folder, `orval-${client}.ts`), client, baseUrl },
  });
}
