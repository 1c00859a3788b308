import { setTimeout as pause } from "node:timers/promises";
import { PlatformTenantDetails, PlatformTenantPage, TenantMove } from "#/domains/platform/schemas.ts";
import { type Api, dataOf } from "./api.ts";
import { signInToPlatform, WHERE } from "./platform-api.ts";
import { fail } from "./project.ts";
import { misused, readArguments } from "./usage.ts";

const USAGE = `npm run tenants -- list [--status STATUS] [--shard SHARD]
npm run tenants -- move CODE SHARD      (such as SHARD_02)
npm run tenants -- cancel-move CODE
npm run tenants -- suspend CODE "REASON"
npm run tenants -- resume CODE

${WHERE} You can interrupt and repeat each command.`;

const findTenants = (platform: Api, filter: Record<string, string>) =>
  platform.call(`GET /platform/tenants?${new URLSearchParams(filter).toString()}`, PlatformTenantPage);

async function list(platform: Api, filter: Record<string, string>): Promise<void> {
  for (let page = 1, pages = 1; page <= pages; page++) {
    const { items, total_pages = 1 } = await findTenants(platform, { ...filter, limit: "200", page: String(page) });
    console.table(
      items.map(({ business_code, business_name, status, shard, move }) => ({
        ...{ business_code, business_name, status, shard },
        move: move ? `to ${move.to_shard}: ${move.step}` : "",
      })),
    );
    pages = total_pages;
  }
}

async function pathOf(platform: Api, code: string | undefined): Promise<string> {
  if (!code) misused(USAGE, "CODE is missing.");
  const [tenant] = (await findTenants(platform, { code })).items;
  if (!tenant) throw new Error(`There is no business with the code ${code}.`);
  return `/platform/tenants/${tenant.id}`;
}

/** Repeats a request until the move is done. On 503 another worker runs the move; on 401 the access token has expired. */
async function untilDone(remote: boolean, platform: Api, request: string, body?: unknown): Promise<void> {
  let signedIn = platform;
  for (let told = ""; ; ) {
    const reply = await signedIn.send(request, { body });
    if (reply.status === 401) signedIn = await signInToPlatform(USAGE, remote);
    else if (reply.status === 503) await pause(Number(reply.headers.get("retry-after") ?? 1) * 1000);
    else {
      if (reply.status >= 300) throw new Error(`${request} was refused: ${reply.status} ${reply.text}`);
      const { step, rows_copied, to_shard } = dataOf(request, reply, TenantMove);
      const now = step === "done" ? `The business is on ${to_shard}.` : `${step} (${rows_copied} rows copied)`;
      if (now !== told) console.log(now);
      told = now;
      if (step === "done") return;
    }
  }
}

async function tenants(): Promise<void> {
  const { values, positionals } = readArguments(USAGE, {
    allowPositionals: true,
    options: { status: { type: "string" }, shard: { type: "string" }, remote: { type: "boolean", default: false } },
  });
  const { remote, ...filter } = values;
  const [command = "", code, more, ...others] = positionals;
  if (!["list", "move", "cancel-move", "suspend", "resume"].includes(command))
    misused(USAGE, command ? `Unknown command: ${command}` : "The command is missing.");
  const platform = await signInToPlatform(USAGE, remote);
  if (command === "list") return await list(platform, filter);
  const path = await pathOf(platform, code);
  if (command === "move" && more) return await untilDone(remote, platform, `POST ${path}/move`, { shard: more });
  if (command === "cancel-move") return await untilDone(remote, platform, `POST ${path}/move/cancel`);
  if (command === "move") misused(USAGE, "SHARD is missing.");
  const body = command === "suspend" ? { reason: [more, ...others].join(" ") } : undefined;
  const { status } = await platform.call(`POST ${path}/${command}`, PlatformTenantDetails, { body });
  console.log(`${code} is ${status}.`);
}

await tenants().catch(fail);
