import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { secureHeaders } from "hono/secure-headers";
import type { AppEnv } from "./http/context.ts";
import { errorResponse } from "./http/errors.ts";
import { observe } from "./http/observe.ts";
import { limitByIp } from "./http/rate-limit.ts";
import { API, dispatcher, type Mounts, noSuchPath } from "./http/router.ts";
import { AppError } from "./kernel/errors.ts";

const MAX_BODY = 1024 * 1024;

/** Every endpoint of the API, by the first one or two segments of its path. Tests and the OpenAPI document walk this table. */
export const mounts: Mounts = {
  "/health": () => import("./domains/health/routes.ts"),
  "/tenants": () => import("./domains/tenants/routes.ts"),
  "/auth": () => import("./domains/identity/routes.ts"),
  "/platform": () => import("./domains/platform/routes.ts"),
  "/sales": () => import("./domains/sales/routes.ts"),
  "/admin/technicians": () => import("./domains/technicians/routes.ts"),
  "/admin/items": () => import("./domains/items/routes.ts"),
  "/admin/commission-config": () => import("./domains/commissions/routes.ts"),
  "/admin/dispatch": () => import("./domains/dispatch/routes.ts"),
  "/tech/dispatch": () => import("./domains/dispatch/routes.ts"),
  "/admin/organization": () => import("./domains/settings/routes.ts"),
  "/admin/audit-log": () => import("./domains/audit/routes.ts"),
  "/admin/audit-log.csv": () => import("./domains/audit/routes.ts"),
  "/admin/mails": () => import("./domains/mail/routes.ts"),
  "/dev": () => import("./domains/mail/routes.ts"),
  "/admin/users": () => import("./domains/identity/users/routes.ts"),
  "/admin/roles": () => import("./domains/identity/roles/routes.ts"),
  "/admin/api-keys": () => import("./domains/identity/api-keys/routes.ts"),
  "/admin/webhooks": () => import("./domains/webhooks/routes.ts"),
};

export const app = new Hono<AppEnv>();

app.use(observe);
app.use(
  secureHeaders({
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    crossOriginResourcePolicy: "cross-origin", // an API: other origins may read it, as far as CORS lets them
    referrerPolicy: "no-referrer",
  }),
);
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
