import type { Context } from "hono";
import { LinearRouter } from "hono/router/linear-router";
import { AppError } from "#/kernel/errors.ts";
import type { AppEnv } from "./context.ts";
import type { Endpoint } from "./endpoint.ts";

/** A domain with the paths that it answers, loaded on the first request there. */
export type Mount = { paths: readonly string[]; routes: () => Promise<{ routes: readonly Endpoint[] }> };
type Router = LinearRouter<Endpoint>;

export const API = "/api/v1";

/** `{id}` and `{x_id}` are numbers and match digits only, so what is not built is a clean 404. */
const pattern = (path: string) =>
  `${API}${path.replace(/\{(\w+)\}/g, (_, name: string) => (/(^|_)id$/.test(name) ? `:${name}{[0-9]+}` : `:${name}`))}`;

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

/** Finds the endpoint of a request: loads the domain with the longest path, matches; 405 with Allow where only the method is wrong. */
export function dispatcher(mounts: readonly Mount[]): (c: Context<AppEnv>) => Promise<Response> {
  const byPath = new Map(mounts.flatMap((mount) => mount.paths.map((path) => [path, mount] as const)));
  const routers = new Map<Mount, Promise<Router>>();
  const routerFor = (path: string): Promise<Router> | undefined => {
    for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
      const start = path.slice(0, end);
      const mount = byPath.get(start) ?? byPath.get(start.replace(/\/\d+(?=\/)/g, "/{id}"));
      if (!mount) continue;
      const router = routers.get(mount) ?? mount.routes().then(({ routes }) => routerOf(routes));
      routers.set(mount, router);
      return router;
    }
    return undefined;
  };
  return async (c) => {
    const path = c.req.path.startsWith(`${API}/`) ? c.req.path : API + c.req.path; // some are outside the API too (app.ts)
    const router = await routerFor(path.slice(API.length));
    if (!router) throw noSuchPath(c.req.path);
    const [matches] = router.match(c.req.method === "HEAD" ? "GET" : c.req.method, path);
    const [endpoint, params] = matches[0] ?? [];
    if (endpoint) return await endpoint.handle(c, decoded(params as Record<string, string>));
    const allowed = ["GET", "POST", "PUT", "PATCH", "DELETE"].filter(
      (method) => router.match(method, path)[0].length > 0,
    );
    if (allowed.length === 0) throw noSuchPath(c.req.path);
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
