import { routes as feeRoutes } from "./fee-routes.ts";
import { routes as offeredRoutes } from "./offered-routes.ts";
import { routes as openRoutes } from "./open-routes.ts";
import { routes as platformRoutes } from "./platform-routes.ts";

export const routes = [...openRoutes, ...offeredRoutes, ...platformRoutes, ...feeRoutes];
