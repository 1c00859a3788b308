import { routes as openRoutes } from "./open-routes.ts";
import { routes as platformRoutes } from "./platform-routes.ts";

export const routes = [...openRoutes, ...platformRoutes];
