import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import type { AppEnv } from "./http/context.ts";
import { errorResponse } from "./http/errors.ts";
import { observe } from "./http/observe.ts";
import { limitByIp } from "./http/rate-limit.ts";
import { API, dispatcher, noSuchPath } from "./http/router.ts";
import { AppError } from "./kernel/errors.ts";
import { mounts } from "./mounts.ts";

const MIB = 1024 * 1024;
/** Paths that take larger bodies than the others, and how large. */
const LARGE_BODIES: readonly (readonly [path: RegExp, mebibytes: number])[] = [
  [/^\/admin\/imports$/, 5],
  [/^\/(?:admin\/dispatch|tech\/dispatch\/my-jobs)\/\d+\/photos$/, 11],
  [/^\/admin\/customers\/\d+\/attachments$/, 11], // a little more than is kept, so that the refusal names the limit of files
];

export const app = new Hono<AppEnv>();

app.use(observe);
const crossOrigin = cors({
  origin: (origin, c) => allowedOrigin(c.env.CORS_ORIGINS, origin),
  allowMethods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
  allowHeaders: [
    "Authorization",
    "Content-Type",
    "X-Tenant-Id",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "X-D1-Bookmark",
    "Last-Event-ID",
  ],
  exposeHeaders: [
    "ETag",
    "Retry-After",
    "Idempotent-Replayed",
    "X-D1-Bookmark",
    "X-Request-Id",
    "Server-Timing",
    "RateLimit",
    "RateLimit-Policy",
  ],
  maxAge: 86_400,
});
// Only browsers send an Origin; for everybody else the headers would be built for nothing.
app.use((c, next) => (c.req.header("origin") === undefined ? next() : crossOrigin(c, next)));
app.use(limitByIp);
const limitOf = (mebibytes: number) =>
  bodyLimit({
    maxSize: mebibytes * MIB,
    onError: () => {
      throw new AppError(
        "too_large",
        "request.too_large",
        `The body is larger than ${mebibytes} MiB. Split the request.`,
      );
    },
  });
const limits = LARGE_BODIES.map(([path, mebibytes]) => ({ path, limit: limitOf(mebibytes) }));
const usualLimit = limitOf(1);
app.use((c, next) => {
  const path = c.req.path.slice(API.length);
  return (limits.find((one) => one.path.test(path))?.limit ?? usualLimit)(c, next);
});
const dispatch = dispatcher(mounts);
app.all(`${API}/*`, dispatch);
// paths outside the API: where receivers of webhooks look for keys, and the pages of estimates, invoices and purchase orders
app.on(["GET", "POST"], ["/.well-known/*", "/e/*", "/f/*", "/i/*", "/o/*"], dispatch);
app.onError(errorResponse);
app.notFound((c) => errorResponse(noSuchPath(c.req.path), c));

function allowedOrigin(configured: string, origin: string): string | null {
  if (configured === "*") return "*";
  return configured.split(",").some((allowed) => allowed.trim() === origin) ? origin : null;
}
