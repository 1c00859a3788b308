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

const MAX_BODY = 1024 * 1024;

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
app.use(
  bodyLimit({
    maxSize: MAX_BODY,
    onError: () => {
      throw new AppError("too_large", "request.too_large", "The body is larger than 1 MiB. Split the request.");
    },
  }),
);
app.all(`${API}/*`, dispatcher(mounts));
app.onError(errorResponse);
app.notFound((c) => errorResponse(noSuchPath(c.req.path), c));

function allowedOrigin(configured: string, origin: string): string | null {
  if (configured === "*") return "*";
  return configured.split(",").some((allowed) => allowed.trim() === origin) ? origin : null;
}
