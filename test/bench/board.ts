import { decodeJwt } from "jose";
import { signStaffToken } from "#/kernel/tokens.ts";
import { testSecrets } from "../support/settings.ts";
import type { Business } from "./business.ts";
import { type Crowd, gather } from "./crowd.ts";
import type { Servers } from "./servers.ts";

/** The most streams and sockets that a session or API key may have. */
const PER_KEY = 20;

const SOCKET_READY = '"type":"heartbeat"'; // the sign that the viewer is up to date
const urlOf = ({ api }: Servers, path: string) => new URL(`/api/v1${path}`, api);

/** Sends JSON; throws if it is refused. */
export async function tell(url: URL, method: string, headers: Record<string, string>, body: unknown): Promise<string> {
  const answer = await fetch(url, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url.pathname}: ${answer.status} ${text}`);
  return text;
}

/** Viewers of the live board, with as many API keys as they need. */
export async function watchers(
  servers: Servers,
  { headers }: Business,
  n: number,
  kind: "stream" | "socket",
): Promise<Crowd> {
  const keys: string[] = [];
  while (keys.length * PER_KEY < n) {
    const asked = { name: `${kind} ${keys.length}`, scopes: ["dispatch:read"] };
    const made = await tell(urlOf(servers, "/admin/api-keys"), "POST", headers, asked);
    keys.push((JSON.parse(made) as { data: { key: string } }).data.key);
  }
  return await gather(n, {
    url: urlOf(servers, `/admin/dispatch/${kind}`),
    headersOf: (viewer) => ({ authorization: `Bearer ${keys[Math.floor(viewer / PER_KEY)]}` }),
    ready: SOCKET_READY,
    socket: kind === "socket",
  });
}

/** What the business' technician reports. */
export const reporter = (servers: Servers, { technicianHeaders }: Business) => ({
  status: (job: number) =>
    tell(urlOf(servers, `/tech/dispatch/my-jobs/${job}/status`), "PATCH", technicianHeaders, { status: "en_route" }),
  position: (where: object) => tell(urlOf(servers, "/tech/dispatch/location"), "POST", technicianHeaders, where),
});

/** `n` technicians with a session each, as rows; answers a function that reports a position of each. */
export async function manyTechnicians(servers: Servers, business: Business, n: number) {
  const { tenantId, shard, technicianId, technicianHeaders } = business;
  const claims = decodeJwt((technicianHeaders.authorization ?? "").replace("Bearer ", ""));
  const rows = await servers.database(shard);
  const copy = async (table: string, id: string, key: string | number, from: number) => {
    const { results } = await rows.prepare("select name from pragma_table_info(?)").bind(table).all<{ name: string }>();
    const names = results.map(({ name }: { name: string }) => name);
    await rows
      .prepare(
        `with recursive numbers(n) as (select ?3 union all select n + 1 from numbers where n < ?4)
         insert into ${table} (${names.join()}) select ${names.map((name: string) => (name === "id" ? id : name)).join()}
         from numbers join ${table} on tenant_id = ?1 and id = ?2`,
      )
      .bind(tenantId, key, from, from + n - 1)
      .run();
  };
  await copy("technicians", "n", technicianId, technicianId + 1);
  await copy("sessions", "'ses_' || cast(n as integer)", String(claims.sid), technicianId + 1);
  const tokens = await Promise.all(
    Array.from({ length: n }, (_, i) =>
      signStaffToken(testSecrets, {
        ...{ tenantId, userId: Number(claims.sub), sessionId: `ses_${technicianId + 1 + i}` },
        ...{ technicianId: technicianId + 1 + i, roles: ["technician"], extraPermissions: [] },
        authTime: Math.floor(Date.now() / 1000),
      }),
    ),
  );
  return (i: number, where: object) =>
    tell(
      urlOf(servers, "/tech/dispatch/location"),
      "POST",
      { authorization: `Bearer ${tokens[i]}`, "x-tenant-id": tenantId },
      where,
    );
}
