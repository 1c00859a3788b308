import { routes as moveRoutes } from "./move-routes.ts";
import { routes as ownRoutes } from "./own-routes.ts";
import { routes as partRoutes } from "./part-routes.ts";
import { routes as stockRoutes } from "./stock-routes.ts";

export const routes = [...partRoutes, ...stockRoutes, ...moveRoutes, ...ownRoutes];
