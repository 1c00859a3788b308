import { endpoint } from "#/http/endpoint.ts";
import { logIn } from "./actions/log-in.ts";
import { refreshAccess } from "./actions/refresh-access.ts";
import { registerBusiness } from "./actions/register-business.ts";
import { LoggedIn, LogIn, Refresh, Refreshed, Register, Registered } from "./schemas.ts";

export const routes = [
  endpoint({
    method: "post",
    path: "/auth/register",
    operationId: "registerBusiness",
    summary: "Open a business and sign in as its owner",
    permission: "public",
    limit: "auth",
    body: Register,
    response: Registered,
    status: 201,
    handler: (open, { body }) => registerBusiness(open, body),
  }),
  endpoint({
    method: "post",
    path: "/auth/login",
    operationId: "logIn",
    summary: "Sign in with user name and password",
    description: "An unknown user, a wrong password and a wrong business get the same answer.",
    permission: "public",
    limit: "auth",
    tenantHeader: "required",
    body: LogIn,
    response: LoggedIn,
    handler: (open, { body }) => logIn(open, body),
  }),
  endpoint({
    method: "post",
    path: "/auth/refresh",
    operationId: "refreshAccess",
    summary: "Get a new access token",
    description: "The refresh token stays usable.",
    permission: "public",
    limit: "auth",
    tenantHeader: "required",
    body: Refresh,
    response: Refreshed,
    handler: (open, { body }) => refreshAccess(open, body),
  }),
];
