import { shardNames } from "#/db/directory.ts";
import { PlatformSignedIn, PlatformTenantDetails, PlatformTenantPage, TenantMove } from "#/domains/platform/schemas.ts";
import { type Api, api, dataOf } from "./api.ts";
import { readConfig } from "./config.ts";
import { pause } from "./dev-server.ts";
import { fail } from "./project.ts";
import { runningServer } from "./running.ts";

const USAGE = `npm run tenants -- list [--status STATUS] [--shard SHARD]
npm run tenants -- move CODE SHARD      (one of ${shardNames.join(", ")})
npm run tenants -- cancel-move CODE
npm run tenants -- suspend CODE "REASON"
npm run tenants -- resume CODE

Signs in with PLATFORM_EMAIL and PLATFORM_PASSWORD (npm run platform-admin -- add EMAIL makes one), at the server that runs on this
folder's data; with --remote at PUBLIC_URL of wrangler.toml; or wherever BASE_URL says. May be interrupted and repeated at any point.`;

const { env } = process;

async function serverUrl(remote: boolean): Promise<string> {
  const url = env.BASE_URL ?? (remote ? readConfig().vars.PUBLIC_URL : await runningServer());
  if (!url) throw new Error("No server runs on this folder's data. Run npm start in another terminal first.");
  return url.replace(/\/$/, "");
}

async function signIn(remote: boolean): Promise<Api> {
  const { PLATFORM_EMAIL: email, PLATFORM_PASSWORD: password } = env;
  if (!email || !password) throw new Error(USAGE);
  const onWait = (seconds: number) => console.log(`The rate limit makes us wait ${seconds} s.`);
  const open = api({ baseUrl: await serverUrl(remote), onWait });
  const { access_token } = await open.call("POST /platform/auth/login", PlatformSignedIn, {
    body: { email, password },
  });
  return open.with({ Authorization: `Bearer ${access_token}` });
}

async function list(platform: Api, options: string[]): Promise<void> {
  const query = new URLSearchParams({ limit: "200" });
  for (const [i, option] of options.entries())
    if (/^--(status|shard)$/.test(option)) query.set(option.slice(2), options[i + 1] ?? "");
  for (let page = 1, pages = 1; page <= pages; page++) {
    query.set("page", String(page));
    const { items, total_pages = 1 } = await platform.call(
      `GET /platform/tenants?${query.toString()}`,
      PlatformTenantPage,
    );
    console.table(
      items.map(({ business_code, business_name, status, shard, move }) => ({
        business_code,
        business_name,
        status,
        shard,
        move: move ? `to ${move.to_shard}: ${move.step}` : "",
      })),
    );
    pages = total_pages;
  }
}

async function pathOf(platform: Api, code: string | undefined): Promise<string> {
  if (!code) throw new Error(USAGE);
  const query = new URLSearchParams({ code });
  const { items } = await platform.call(`GET /platform/tenants?${query.toString()}`, PlatformTenantPage);
  const [tenant] = items;
  if (!tenant) throw new Error(`There is no business with the code ${code}.`);
  return `/platform/tenants/${tenant.id}`;
}

/** Sends it again and again until it is done; 503 means that somebody else is at it, and 401 that our quarter of an hour is over. */
async function untilDone(remote: boolean, platform: Api, request: string, body?: unknown): Promise<void> {
  let signedIn = platform;
  for (let told = ""; ; ) {
    const reply = await signedIn.send(request, body === undefined ? {} : { body });
    if (reply.status === 401) signedIn = await signIn(remote);
    else if (reply.status === 503) await pause(Number(reply.headers.get("retry-after") ?? 1) * 1000);
    else {
      if (reply.status >= 300) throw new Error(`${request} was refused: ${reply.status} ${reply.text}`);
      const { step, rows_copied, to_shard } = dataOf(request, reply, TenantMove);
      const now = step === "done" ? `It is on ${to_shard}.` : `${step} (${rows_copied} rows copied)`;
      if (now !== told) console.log(now);
      told = now;
      if (step === "done") return;
    }
  }
}

async function tenants([command = "", ...rest]: string[]): Promise<void> {
  if (!["list", "move", "cancel-move", "suspend", "resume"].includes(command)) throw new Error(USAGE);
  const remote = rest.includes("--remote");
  const [code, more, ...others] = rest.filter((argument) => argument !== "--remote" && argument !== "--local");
  const platform = await signIn(remote);
  if (command === "list") return await list(platform, rest);
  const path = await pathOf(platform, code);
  if (command === "move" && more) return await untilDone(remote, platform, `POST ${path}/move`, { shard: more });
  if (command === "cancel-move") return await untilDone(remote, platform, `POST ${path}/move/cancel`);
  if (command !== "suspend" && command !== "resume") throw new Error(USAGE);
  const body = command === "suspend" ? { reason: [more ?? "", ...others].join(" ") } : undefined;
  const { status } = await platform.call(`POST ${path}/${command}`, PlatformTenantDetails, body ? { body } : {});
  console.log(`${code} is ${status}.`);
}

await tenants(process.argv.slice(2)).catch(fail);
