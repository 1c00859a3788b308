import { userOf } from "#/actor.ts";
import { read } from "#/db/tenant/load.ts";
import { endpoint } from "#/http/endpoint.ts";
import { changePassword } from "./actions/change-password.ts";
import { confirmEmail } from "./actions/confirm-email.ts";
import { endAllSessions } from "./actions/end-all-sessions.ts";
import { endSession } from "./actions/end-session.ts";
import { logIn } from "./actions/log-in.ts";
import { mailPasswordLink } from "./actions/mail-password-link.ts";
import { openBusiness } from "./actions/open-business.ts";
import { refreshAccess } from "./actions/refresh-access.ts";
import { resendConfirmation } from "./actions/resend-confirmation.ts";
import { resetPassword } from "./actions/reset-password.ts";
import { presentMe } from "./present.ts";
import { allCustomRoles } from "./role-repo.ts";
import {
  ChangePassword,
  ConfirmationMailed,
  ConfirmEmail,
  EmailConfirmed,
  ForgotPassword,
  LinkRequested,
  LoggedIn,
  LogIn,
  Me,
  Refresh,
  Refreshed,
  Register,
  Registered,
  ResetPassword,
  SessionParams,
  Sessions,
  SessionsEnded,
} from "./schemas.ts";
import { liveSessionsOf } from "./session-repo.ts";
import { users } from "./tables.ts";

const goodPassword =
  "A password has 15 to 128 characters, or 8 to 128 if you have a second factor. It is neither a common one nor made of your name or the name of the business.";

export const routes = [
  endpoint({
    method: "post",
    path: "/auth/register",
    operationId: "registerBusiness",
    summary: "Open a business and sign in as its owner",
    description:
      "A mail asks the owner to confirm their e-mail address: until then nobody can be invited. Under one `Idempotency-Key` one business is opened, however often the request is sent within 24 hours.",
    by: "anyone",
    limit: "auth",
    body: Register,
    response: Registered,
    status: 201,
    showsSecret: true,
    handler: (open, { body: { companyName, firstName, lastName, ...owner } }) =>
      openBusiness(open, { companyName, owner: { ...owner, name: `${firstName} ${lastName}` } }),
  }),
  endpoint({
    method: "post",
    path: "/auth/login",
    operationId: "logIn",
    summary: "Sign in with user name and password",
    description:
      "An unknown user, a wrong password, a wrong business and an attempt that must wait get the same answer. From the tenth wrong password in a row on, further ones from the same address (or the same /64 of IPv6) are delayed, up to an hour; from the fiftieth on, those of all strangers. A device that shows the `device_token` of an earlier log-in has a count of its own. A new password ends every delay.",
    by: "tenant",
    limit: "auth",
    body: LogIn,
    response: LoggedIn,
    showsSecret: true,
    handler: (stranger, { body }) => logIn(stranger, body),
  }),
  endpoint({
    method: "post",
    path: "/auth/refresh",
    operationId: "refreshAccess",
    summary: "Get a new access token",
    description:
      "The refresh token stays usable. A client that sends `rotate: true`, and every client of a business that requires it, gets a new refresh token; from then on each one works once, and using an old one again ends the session. Within 10 seconds the same successor is given again, in case the answer was lost.",
    by: "tenant",
    limit: "auth",
    body: Refresh,
    response: Refreshed,
    showsSecret: true,
    handler: (stranger, { body }) => refreshAccess(stranger, body),
  }),
  endpoint({
    method: "post",
    path: "/auth/email/confirm",
    operationId: "confirmEmail",
    summary: "Confirm your e-mail address by a mailed link",
    description:
      "The link is mailed at the sign-up and with a change of the address. It works once, within three days.",
    by: "anyone",
    limit: "auth",
    body: ConfirmEmail,
    response: EmailConfirmed,
    handler: (open, { body }) => confirmEmail(open, body),
  }),
  endpoint({
    method: "post",
    path: "/auth/email/resend-confirmation",
    operationId: "resendConfirmation",
    summary: "Get the link to confirm your e-mail address again",
    description: "An address gets at most 3 of these mails an hour.",
    by: "user",
    permission: "self",
    response: ConfirmationMailed,
    handler: (ctx) => resendConfirmation(ctx),
  }),
  endpoint({
    method: "get",
    path: "/auth/me",
    operationId: "getMe",
    summary: "Get who you are and what you may do",
    by: "user",
    permission: "self",
    response: Me,
    handler: async (ctx) => {
      const me = { user: users.one(ctx, userOf(ctx).userId), customRoles: allCustomRoles(ctx) };
      const { user, customRoles } = await read(ctx, me);
      return presentMe(ctx, user, customRoles);
    },
  }),
  endpoint({
    method: "get",
    path: "/auth/sessions",
    operationId: "listSessions",
    summary: "List your signed-in devices",
    description: "The latest used first, at most 100.",
    by: "user",
    permission: "self",
    response: Sessions,
    handler: async (ctx) => {
      const { items } = await read(ctx, { items: liveSessionsOf(ctx, userOf(ctx).userId) });
      return { items: items.map((session) => ({ ...session, current: session.id === userOf(ctx).sessionId })) };
    },
  }),
  endpoint({
    method: "delete",
    path: "/auth/sessions/{session}",
    operationId: "endSession",
    summary: "Sign out one of your devices",
    description: "Its access tokens, refresh tokens and live streams end at once.",
    by: "user",
    permission: "self",
    params: SessionParams,
    response: SessionsEnded,
    handler: (ctx, { params }) => endSession(ctx, params.session),
  }),
  endpoint({
    method: "post",
    path: "/auth/logout",
    operationId: "logOut",
    summary: "Sign out",
    description: "Ends the session of your access token: its other access tokens and its refresh token too.",
    by: "user",
    permission: "self",
    response: SessionsEnded,
    handler: (ctx) => endSession(ctx, userOf(ctx).sessionId),
  }),
  endpoint({
    method: "post",
    path: "/auth/logout-everywhere",
    operationId: "logOutEverywhere",
    summary: "Sign out on all your devices",
    description: "Ends all your sessions, this one included.",
    by: "user",
    permission: "self",
    response: SessionsEnded,
    handler: (ctx) => endAllSessions(ctx),
  }),
  endpoint({
    method: "post",
    path: "/auth/password/change",
    operationId: "changePassword",
    summary: "Change your password",
    description: `All your other sessions end. ${goodPassword}`,
    by: "user",
    permission: "self",
    limit: "auth",
    body: ChangePassword,
    response: SessionsEnded,
    handler: (ctx, { body }) => changePassword(ctx, body),
  }),
  endpoint({
    method: "post",
    path: "/auth/password/forgot",
    operationId: "mailPasswordLink",
    summary: "Get a link by mail that sets a new password",
    description: "By user name or e-mail address. The answer is the same whether there is such a user or not.",
    by: "tenant",
    limit: "auth",
    body: ForgotPassword,
    response: LinkRequested,
    handler: (stranger, { body }) => mailPasswordLink(stranger, body),
  }),
  endpoint({
    method: "post",
    path: "/auth/password/reset",
    operationId: "resetPassword",
    summary: "Set a new password by a mailed link",
    description: `The token is what follows the # of the link; it works once, within an hour. All your sessions end. ${goodPassword}`,
    by: "anyone",
    limit: "auth",
    body: ResetPassword,
    response: SessionsEnded,
    handler: (open, { body }) => resetPassword(open, body),
  }),
];
