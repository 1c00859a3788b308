import { endpoint } from "#/http/endpoint.ts";
import { SignedIn } from "../schemas.ts";
import { disableMfa } from "./actions/disable-mfa.ts";
import { enableMfa } from "./actions/enable-mfa.ts";
import { mailCode } from "./actions/mail-code.ts";
import { renewBackupCodes } from "./actions/renew-backup-codes.ts";
import { setUpMfa } from "./actions/set-up-mfa.ts";
import { verifyCode } from "./actions/verify-code.ts";
import {
  BackupCodes,
  EnableMfa,
  MailMfaCode,
  MfaCodeMailed,
  MfaDisabled,
  MfaEnabled,
  MfaSetup,
  SetUpMfa,
  VerifyMfa,
} from "./schemas.ts";

export const mfaRoutes = [
  endpoint({
    method: "post",
    path: "/auth/mfa-verify",
    operationId: "verifyMfa",
    summary: "Complete a log-in with a second factor",
    description:
      "Takes a code of the authenticator app, one that was mailed, or a backup code. The challenge lives 5 minutes and survives 4 wrong codes.",
    permission: "public",
    limit: "auth",
    tenantHeader: "required",
    body: VerifyMfa,
    response: SignedIn,
    handler: (open, { body }) => verifyCode(open, body),
  }),
  endpoint({
    method: "post",
    path: "/auth/mfa/email-otp",
    operationId: "mailMfaCode",
    summary: "Get a code by mail, to complete a log-in",
    description: "The code works for this log-in only. A new one replaces it.",
    permission: "public",
    limit: "auth",
    tenantHeader: "required",
    body: MailMfaCode,
    response: MfaCodeMailed,
    handler: (open, { body }) => mailCode(open, body),
  }),
  endpoint({
    method: "post",
    path: "/auth/mfa/setup",
    operationId: "setUpMfa",
    summary: "Get a secret for an authenticator app",
    description:
      "Nothing changes before a first code confirms it. In place of an access token, an enrolment challenge will do.",
    permission: "self",
    limit: "auth",
    fresh: true,
    acceptsChallenge: true,
    body: SetUpMfa,
    response: MfaSetup,
    showsSecret: true,
    handler: (ctx) => setUpMfa(ctx),
  }),
  endpoint({
    method: "post",
    path: "/auth/mfa/enable",
    operationId: "enableMfa",
    summary: "Confirm the new secret with a first code",
    description:
      "From now on every log-in asks for a code. A secret that was in force is replaced, and your other sessions end. With an enrolment challenge in place of an access token you are signed in, too.",
    permission: "self",
    limit: "auth",
    fresh: true,
    acceptsChallenge: true,
    body: EnableMfa,
    response: MfaEnabled,
    showsSecret: true,
    handler: (ctx, { body }) => enableMfa(ctx, body),
  }),
  endpoint({
    method: "post",
    path: "/auth/mfa/backup-codes",
    operationId: "renewBackupCodes",
    summary: "Get ten new backup codes",
    description: "The old ones stop working, and your other sessions end.",
    permission: "self",
    limit: "auth",
    fresh: true,
    response: BackupCodes,
    showsSecret: true,
    handler: (ctx) => renewBackupCodes(ctx),
  }),
  endpoint({
    method: "post",
    path: "/auth/mfa/disable",
    operationId: "disableMfa",
    summary: "Sign in without a second factor again",
    description: "Your other sessions end. Refused where the business demands a second factor of your role.",
    permission: "self",
    limit: "auth",
    fresh: true,
    response: MfaDisabled,
    handler: (ctx) => disableMfa(ctx),
  }),
];
