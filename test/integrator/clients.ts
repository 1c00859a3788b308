import createOpenapiFetch from "openapi-fetch";
import openapiTypescript, { astToString } from "openapi-typescript";
import { client as hey } from "../../dist/clients/hey-api/client.gen.ts";
import { exportAuditLog, streamDispatch } from "../../dist/clients/hey-api/sdk.gen.ts";
import type { paths } from "../../dist/clients/openapi-typescript.ts";
import * as orval from "../../dist/clients/orval-fetch.ts";
import { ListSalesQueryParams } from "../../dist/clients/orval-zod.ts";

// Prints what src/web/docs/clients.md says of each generated client, as it is seen: `node clients.ts API TOKEN`.

const [baseUrl = "", token = ""] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${token}` };
const CSV = "/admin/audit-log.csv";
const isCsv = (data: unknown): boolean => typeof data === "string" && data.startsWith("id,");
const failure = async (work: Promise<unknown>): Promise<string> =>
  await work.then(
    () => "none",
    (error: Error) => error.name,
  );

const openapiFetch = createOpenapiFetch<paths>({ baseUrl, headers });
const withDefault = {
  openapi: "3.1.0",
  info: { title: "One field", version: "1" },
  paths: {},
  components: {
    schemas: { One: { type: "object" as const, properties: { a: { type: "string" as const, default: "b" } } } },
  },
};
const typesOfOne = async (options: object) =>
  astToString(await openapiTypescript(JSON.stringify(withDefault), options));

hey.setConfig({ baseUrl, headers });
const watching = new AbortController();
let isClosed = false;
const { stream } = await streamDispatch({
  signal: watching.signal,
  fetch: async (input, init) => {
    const answer = await fetch(input, init);
    const reader = answer.body?.getReader();
    const body = new ReadableStream({
      pull: async (controller) => controller.enqueue((await reader?.read())?.value),
      cancel: async () => {
        isClosed = true;
        await reader?.cancel();
      },
    });
    return new Response(body, answer);
  },
});
const first = await stream.next();
await stream.return(undefined); // as the end of a `for await` does
const closedByLeaving = isClosed;
watching.abort();

// its addresses are those of the document, which names the deployment
const url = orval.getExportAuditLogUrl();
const fetchOf = globalThis.fetch;
globalThis.fetch = (input, init) =>
  fetchOf(typeof input === "string" ? input.replace(/^.*\/api\/v1/, baseUrl) : input, init);

console.log(
  JSON.stringify({
    "openapi-typescript": {
      isRequiredWithDefault: (await typesOfOne({})).includes("a: string"),
      isOptionalByOption: (await typesOfOne({ defaultNonNullable: false })).includes("a?: string"),
      csv: await failure(openapiFetch.GET(CSV)),
      csvAsText: isCsv((await openapiFetch.GET(CSV, { parseAs: "text" })).data),
    },
    "hey-api": {
      csv: isCsv((await exportAuditLog()).data),
      firstOfStream: first.value,
      closedByLeaving,
    },
    "orval-fetch": {
      path: new URL(url).pathname,
      csv: isCsv((await orval.exportAuditLog({}, { headers })).data),
      streamWaitsForItsEnd: orval.streamDispatch.toString().includes("await res.text()"),
    },
    "orval-zod": { filledIn: ListSalesQueryParams.parse({ cursor: "x" }) },
  }),
);
