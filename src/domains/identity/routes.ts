import { endpoint } from "#/http/endpoint.ts";
import { logIn } from "./actions/log-in.ts";
import { refreshAccess } from "./actions/refresh-access.ts";
import { registerBusiness } from "./actions/register-business.ts";
import { mfaRoutes } from "./mfa/routes.ts";
import { passwordRoutes } from "./password-routes.ts";
import { LoggedIn, LogIn, Refresh, Refreshed, Register, Registered } from "./schemas.ts";
import { sessionRoutes } from "./session-routes.ts";
import { ssoRoutes } from "./sso/routes.ts";
import { invitationRoutes } from "./users/invitation-routes.ts";

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
    description:
      "The refresh token stays usable. A client that sends `rotate: true`, and every client of a business that requires it, gets a new refresh token; from then on each one works once, and using an old one again ends the session. Within 10 seconds the same successor is given again, in case the answer was lost.",
    permission: "public",
    limit: "auth",
    tenantHeader: "required",
    body: Refresh,
    response: Refreshed,
    handler: (open, { body }) => refreshAccess(open, body),
  }),
  ...sessionRoutes,
  ...passwordRoutes,
  ...mfaRoutes,
  ...ssoRoutes,
  ...invitationRoutes,
];
