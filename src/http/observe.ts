import type { MiddlewareHandler } from "hono";
import { log } from "#/kernel/log.ts";
import { type AppEnv, openCtx } from "./context.ts";
import { RATE_LIMIT_POLICY } from "./rate-limit.ts";

/** Around everything: gives the request its id and clock, tells what it cost, and logs it as one JSON line. */
export const observe: MiddlewareHandler<AppEnv> = async (c, next) => {
  const started = performance.now();
  const open = openCtx(c);
  c.set("requestId", open.requestId);
  c.set("open", open);
  await next();
  const duration = performance.now() - started;
  const { d1, control } = open.cost;
  const { headers } = c.res; // c.header() would make a new Response for each of them
  headers.set("X-Request-Id", open.requestId);
  headers.append("RateLimit-Policy", RATE_LIMIT_POLICY);
  headers.set(
    "Server-Timing",
    `total;dur=${duration.toFixed(1)}, d1;desc="trips=${d1.trips} rows_read=${d1.rowsRead} rows_written=${d1.rowsWritten}", control;desc="trips=${control.trips}"`,
  );
  if (c.env.LOG_REQUESTS === "off") return;
  log("info", "request", {
    request_id: open.requestId,
    tenant: c.get("ctx")?.tenant.id,
    method: c.req.method,
    route: c.get("route") ?? c.req.path,
    status: c.res.status,
    reason: c.get("reason"),
    duration_ms: Math.round(duration * 10) / 10,
    d1_trips: d1.trips,
    rows_read: d1.rowsRead,
    rows_written: d1.rowsWritten,
  });
};
