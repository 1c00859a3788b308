import { endpoint } from "#/http/endpoint.ts";
import { changePassword } from "./actions/change-password.ts";
import { mailPasswordLink } from "./actions/mail-password-link.ts";
import { resetPassword } from "./actions/reset-password.ts";
import { ChangePassword, ForgotPassword, LinkRequested, ResetPassword } from "./password-schemas.ts";
import { SessionsEnded } from "./session-schemas.ts";

const goodPassword =
  "A password has 15 to 128 characters, or 8 to 128 for a user with a second factor, and is neither a common one nor made of the user's or the business' name.";

export const passwordRoutes = [
  endpoint({
    method: "post",
    path: "/auth/password/change",
    operationId: "changePassword",
    summary: "Change the own password",
    description: `All other sessions of the user end. ${goodPassword}`,
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
    summary: "Have a link mailed that sets a new password",
    description: "By user name or e-mail address. The answer is the same whether there is such a user or not.",
    permission: "public",
    limit: "auth",
    tenantHeader: "required",
    body: ForgotPassword,
    response: LinkRequested,
    handler: (open, { body }) => mailPasswordLink(open, body),
  }),
  endpoint({
    method: "post",
    path: "/auth/password/reset",
    operationId: "resetPassword",
    summary: "Set a new password by a mailed link",
    description: `The token is what stands behind the # of the link; it is good for an hour and works once. All sessions of the user end. ${goodPassword}`,
    permission: "public",
    limit: "auth",
    body: ResetPassword,
    response: SessionsEnded,
    handler: (open, { body }) => resetPassword(open, body),
  }),
];
