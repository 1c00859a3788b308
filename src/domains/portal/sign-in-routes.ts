import { SessionsEnded } from "#/domains/identity/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { logIn } from "./actions/log-in.ts";
import { mailPortalLink } from "./actions/mail-log-in.ts";
import { logOut, refresh } from "./actions/refresh-portal.ts";
import { register } from "./actions/register-customer.ts";
import { logInByLink, resetPassword, verifyEmail } from "./actions/use-link.ts";
import {
  CustomerEmail,
  CustomerLink,
  CustomerLinkMailed,
  CustomerRefreshed,
  CustomerSignedIn,
  LogInCustomer,
  RefreshCustomer,
  RegisterCustomer,
  ResetCustomerPassword,
} from "./sign-in-schemas.ts";

const asks = { method: "post", by: "business", limit: "auth" } as const;
const byLink = {
  method: "post",
  by: "anyone",
  limit: "auth",
  response: CustomerSignedIn,
  showsSecret: true,
} as const;
const SAME = "The answer is the same whether there is such an account or not.";

export const routes = [
  endpoint({
    ...asks,
    path: "/customer/register",
    operationId: "registerCustomer",
    summary: "Register a customer of a business",
    description: `A mail brings the link that finishes it: \`POST /customer/verify-email\`. ${SAME} The record of a customer is opened only by a confirmed address that it has too.`,
    body: RegisterCustomer,
    response: CustomerLinkMailed,
    status: 202,
    handler: (stranger, { body }) => register(stranger, body),
  }),
  endpoint({
    ...asks,
    path: "/customer/login",
    operationId: "logInCustomer",
    summary: "Sign in as a customer by password",
    description:
      "An unknown address, a wrong password, an address that is not confirmed and a closed account get the same answer. Wrong passwords are delayed as those of users are.",
    body: LogInCustomer,
    response: CustomerSignedIn,
    showsSecret: true,
    handler: (stranger, { body }) => logIn(stranger, body),
  }),
  endpoint({
    ...asks,
    path: "/customer/magic-link",
    operationId: "mailCustomerLogIn",
    summary: "Get a link by mail that signs a customer in",
    description: `The link works once, within 15 minutes. ${SAME}`,
    body: CustomerEmail,
    response: CustomerLinkMailed,
    status: 202,
    handler: (stranger, { body }) => mailPortalLink(stranger, body.email, "portal-in"),
  }),
  endpoint({
    ...byLink,
    path: "/customer/magic-link/redeem",
    operationId: "logInCustomerByLink",
    summary: "Sign in as a customer by a mailed link",
    description: "Only this POST uses the link up: programs that look into mails may open it as often as they like.",
    body: CustomerLink,
    handler: (open, { body }) => logInByLink(open, body.token),
  }),
  endpoint({
    ...byLink,
    path: "/customer/verify-email",
    operationId: "verifyCustomerEmail",
    summary: "Finish a registration or an invitation by its mailed link",
    description:
      "Confirms the address and signs in. An account that opens no record yet is linked to the one customer who has this address; where several have it, the business says which by an invitation. The link works once, within three days, that of an invitation within seven.",
    body: CustomerLink,
    handler: (open, { body }) => verifyEmail(open, body.token),
  }),
  endpoint({
    ...asks,
    path: "/customer/password/forgot",
    operationId: "mailCustomerPasswordLink",
    summary: "Get a link by mail that sets a customer's password",
    description: `The link works once, within an hour. ${SAME}`,
    body: CustomerEmail,
    response: CustomerLinkMailed,
    status: 202,
    handler: (stranger, { body }) => mailPortalLink(stranger, body.email, "portal-reset"),
  }),
  endpoint({
    ...byLink,
    path: "/customer/password/reset",
    operationId: "resetCustomerPassword",
    summary: "Set a customer's password by a mailed link",
    description: "Signs in; all other sessions of the account end.",
    body: ResetCustomerPassword,
    handler: (open, { body }) => resetPassword(open, body),
  }),
  endpoint({
    ...asks,
    path: "/customer/refresh",
    operationId: "refreshCustomer",
    summary: "Get new tokens of a customer's session",
    description:
      "Each refresh token works once. Within 10 seconds the same successor is given again, in case the answer was lost; using an old one later ends the session.",
    body: RefreshCustomer,
    response: CustomerRefreshed,
    showsSecret: true,
    handler: (stranger, { body }) => refresh(stranger, body.refreshToken),
  }),
  endpoint({
    method: "post",
    path: "/customer/logout",
    operationId: "logOutCustomer",
    summary: "Sign a customer out",
    by: "customer",
    response: SessionsEnded,
    handler: (ctx) => logOut(ctx),
  }),
];
