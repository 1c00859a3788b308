import { routes as own } from "./own-routes.ts";
import { routes as signIn } from "./sign-in-routes.ts";
import { routes as staff } from "./staff-routes.ts";

export const routes = [...signIn, ...own, ...staff];
