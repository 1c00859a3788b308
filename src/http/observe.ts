import { type Context, Hono, type MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { followClock } from "#/db/moved-clock.ts";
import { log } from "#/kernel/log.ts";
import { type AppEnv, openCtx } from "./context.ts";

/** Surrounds everything: gives the request its id and clock, completes the headers of the answer, and logs the request as one JSON line. */
export const observe: MiddlewareHandler<AppEnv> = async (c, next) => {
  c.set("started", performance.now());
  const following = followClock(c.env, (work) => c.executionCtx.waitUntil(work));
  if (following) await following;
  const open = openCtx(c);
  c.set("requestId", open.requestId);
  c.set("open", open);
  constantHeaders ??= await takeConstantHeaders();
  await next();
  if (!c.get("hasHeaders"))
    for (const [name, value] of Object.entries(commonHeaders(c)))
      if (!OWN.includes(name) || !c.res.headers.has(name)) c.res.headers.set(name, value);
  if (c.env.LOG_REQUESTS !== "off") logRequest(c);
  for (const work of c.get("afterAnswer") ?? []) c.executionCtx.waitUntil(work());
};

function logRequest(c: Context<AppEnv>): void {
  const { d1, control } = c.get("open").cost;
  log("info", "request", {
    request_id: c.get("requestId"),
    tenant: c.get("tenantId"),
    method: c.req.method,
    route: c.get("route") ?? c.req.path,
    status: c.res.status,
    reason: c.get("reason"),
    duration_ms: Math.round(durationOf(c) * 10) / 10,
    d1_trips: d1.trips,
    rows_read: d1.rowsRead,
    rows_written: d1.rowsWritten,
    control_trips: control.trips,
  });
}

/** A new answer with every header in one go: in workerd, setting them one by one costs as much as a database row. */
export function respond(
  c: Context<AppEnv>,
  body: string | null,
  status: number,
  headers: Record<string, string>,
): Response {
  c.set("hasHeaders", true);
  return new Response(body, { status, headers: { ...commonHeaders(c), ...headers } });
}

/** What a page may need otherwise. */
const OWN = ["cache-control", "content-security-policy"];
/** The headers of every answer; an endpoint may set those of `OWN` by itself. */
function commonHeaders(c: Context<AppEnv>): Record<string, string> {
  const limits = c.get("limits");
  return {
    ...constantHeaders,
    "cache-control": c.get("showsSecret") ? "no-store" : "private, no-cache",
    ...(limits && { "ratelimit-policy": limits.policy, ratelimit: limits.left }),
    "x-request-id": c.get("requestId"),
    ...(c.get("isKnown") && { "server-timing": costOf(c) }),
  };
}

function costOf(c: Context<AppEnv>): string {
  const { d1, control } = c.get("open").cost;
  return `total;dur=${durationOf(c).toFixed(1)}, d1;desc="trips=${d1.trips} rows_read=${d1.rowsRead} rows_written=${d1.rowsWritten}", control;desc="trips=${control.trips}"`;
}

const durationOf = (c: Context<AppEnv>): number => performance.now() - c.get("started");

let constantHeaders: Record<string, string> | undefined;

/** Hono's security headers are the same on each answer, so its middleware runs once per isolate. */
async function takeConstantHeaders(): Promise<Record<string, string>> {
  const policy = secureHeaders({
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    crossOriginResourcePolicy: "cross-origin", // an API: other origins may read it, as far as CORS lets them
    referrerPolicy: "no-referrer",
  });
  const { headers } = await new Hono()
    .use(policy)
    .get("/", (c) => c.body(null))
    .request("/");
  return Object.fromEntries(headers);
}
