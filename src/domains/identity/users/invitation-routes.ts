import { endpoint } from "#/http/endpoint.ts";
import { LoggedIn } from "../schemas.ts";
import { acceptInvitation } from "./actions/accept-invitation.ts";
import { AcceptInvitation } from "./schemas.ts";

export const invitationRoutes = [
  endpoint({
    method: "post",
    path: "/auth/invitations/accept",
    operationId: "acceptInvitation",
    summary: "Accept an invitation and sign in",
    description: "With the token of the mailed link, which names the business.",
    permission: "public",
    limit: "auth",
    body: AcceptInvitation,
    response: LoggedIn,
    handler: (open, { body }) => acceptInvitation(open, body),
  }),
];
