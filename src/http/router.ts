import type { Context } from "hono";
import { LinearRouter } from "hono/router/linear-router";
import { AppError } from "#/kernel/errors.ts";
import type { AppEnv } from "./context.ts";
import type { Endpoint } from "./endpoint.ts";

/** Path prefix -> the domain that answers below it, loaded on the first request there. */
export type Mounts = Record<string, () => Promise<{ routes: readonly Endpoint[] }>>;
type Router = LinearRouter<Endpoint>;

export const API = "/api/v1";
const AREAS = new Set(["admin", "tech", "customer", "open"]);

const pattern = (path: string) => `${API}${path.replace(/\{(\w+)\}/g, ":$1")}`;

/** Literal paths stand before those with parameters (`/admin/dispatch/board` before `/admin/dispatch/{id}`). */
function routerOf(routes: readonly Endpoint[]): Router {
  const router: Router = new LinearRouter();
  const parameters = (endpoint: Endpoint) => endpoint.path.split("{").length;
  for (const endpoint of routes.toSorted((a, b) => parameters(a) - parameters(b)))
    router.add(endpoint.method.toUpperCase(), pattern(endpoint.path), endpoint);
  return router;
}

export const noSuchPath = (path: string) =>
  new AppError("not_found", "request.no_such_path", `There is nothing at ${path}. See /api/docs.`);

/** Finds the endpoint of a request: loads its domain, matches the path; 405 with Allow where only the method is wrong. */
export function dispatcher(mounts: Mounts): (c: Context<AppEnv>) => Promise<Response> {
  const routers = new Map<string, Promise<Router>>();
  const load = (prefix: string): Promise<Router> | undefined => {
    let router = routers.get(prefix);
    if (!router && Object.hasOwn(mounts, prefix)) {
      router = mounts[prefix]?.().then(({ routes }) => routerOf(routes));
      if (router) routers.set(prefix, router);
    }
    return router;
  };
  return async (c) => {
    const { path } = c.req;
    const [first = "", second = ""] = path.slice(API.length + 1).split("/");
    const router = await load(AREAS.has(first) ? `/${first}/${second}` : `/${first}`);
    if (!router) throw noSuchPath(path);
    const [matches] = router.match(c.req.method === "HEAD" ? "GET" : c.req.method, path);
    const [endpoint, params] = matches[0] ?? [];
    if (endpoint) return await endpoint.handle(c, decoded(params as Record<string, string>));
    const allowed = ["GET", "POST", "PUT", "PATCH", "DELETE"].filter(
      (method) => router.match(method, path)[0].length > 0,
    );
    if (allowed.length === 0) throw noSuchPath(path);
    throw new AppError(
      "method_not_allowed",
      "request.method_not_allowed",
      `${c.req.method} does not work here. Allowed: ${allowed.join(", ")}.`,
      {
        headers: { Allow: allowed.join(", ") },
      },
    );
  };
}

const decoded = (params: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(params).map(([name, text]) => {
      try {
        return [name, decodeURIComponent(text)];
      } catch {
        return [name, text]; // broken escapes match no id and are refused there
      }
    }),
  );
