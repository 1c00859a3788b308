import { SignedIn } from "#/domains/identity/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { disableMfa } from "./actions/disable-mfa.ts";
import { enableMfa } from "./actions/enable-mfa.ts";
import { mailCode } from "./actions/mail-code.ts";
import { renewBackupCodes } from "./actions/renew-backup-codes.ts";
import { setUpMfa } from "./actions/set-up-mfa.ts";
import { unlockSecondFactor } from "./actions/unlock-second-factor.ts";
import { verifyCode } from "./actions/verify-code.ts";
import {
  BackupCodes,
  EnableMfa,
  MailMfaCode,
  MfaCodeMailed,
  MfaDisabled,
  MfaEnabled,
  MfaSetup,
  MfaUnlocked,
  SetUpMfa,
  UnlockMfa,
  VerifyMfa,
} from "./schemas.ts";

export const routes = [
  endpoint({
    method: "post",
    path: "/auth/mfa-verify",
    operationId: "verifyMfa",
    summary: "Complete a log-in with a second factor",
    description:
      "Takes a code of the authenticator app, a mailed code, or a backup code. The challenge lasts 5 minutes; the fifth wrong code ends it. Wrong codes are counted over all log-ins until a right one comes: from the tenth in a row on each one delays the next, up to an hour (429 `mfa.too_many_wrong_codes`), and after the hundredth none is accepted until the user opens a mailed link (403 `mfa.locked`).",
    by: "tenant",
    limit: "auth",
    body: VerifyMfa,
    response: SignedIn,
    showsSecret: true,
    handler: (stranger, { body }) => verifyCode(stranger, body),
  }),
  endpoint({
    method: "post",
    path: "/auth/mfa/email-otp",
    operationId: "mailMfaCode",
    summary: "Get a code by mail, to complete a log-in",
    description: "The code works for this log-in only. A new one replaces it.",
    by: "tenant",
    limit: "auth",
    body: MailMfaCode,
    response: MfaCodeMailed,
    handler: (stranger, { body }) => mailCode(stranger, body),
  }),
  endpoint({
    method: "post",
    path: "/auth/mfa/unlock",
    operationId: "unlockMfa",
    summary: "Unlock your second factor by a mailed link",
    description:
      "After a hundred wrong codes in a row. The link is mailed with the hundredth, and again with each log-in that comes to it; it works once, within an hour. Until a right code comes, wrong ones are delayed at once.",
    by: "anyone",
    limit: "auth",
    body: UnlockMfa,
    response: MfaUnlocked,
    handler: (open, { body }) => unlockSecondFactor(open, body),
  }),
  endpoint({
    method: "post",
    path: "/auth/mfa/setup",
    operationId: "setUpMfa",
    summary: "Get a secret for your authenticator app",
    description:
      "Nothing changes until a first code confirms it. The challenge of a log-in that asks for the enrolment does in place of an access token.",
    by: "challenge",
    permission: "self",
    limit: "auth",
    fresh: true,
    body: SetUpMfa,
    response: MfaSetup,
    showsSecret: true,
    handler: (ctx) => setUpMfa(ctx),
  }),
  endpoint({
    method: "post",
    path: "/auth/mfa/enable",
    operationId: "enableMfa",
    summary: "Confirm your new secret with a first code",
    description:
      "From now on every log-in asks for a code. The secret replaces the one in force, and your other sessions end. With the challenge of a log-in in place of an access token you are signed in, too.",
    by: "challenge",
    permission: "self",
    limit: "auth",
    fresh: true,
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
    by: "user",
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
    description: "Your other sessions end. Refused if the business demands a second factor of your role.",
    by: "user",
    permission: "self",
    limit: "auth",
    fresh: true,
    response: MfaDisabled,
    handler: (ctx) => disableMfa(ctx),
  }),
];
