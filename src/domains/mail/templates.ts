import type { Template } from "./letter.ts";
import { accountLocked } from "./templates/account-locked.ts";
import { invite } from "./templates/invite.ts";
import { mfaCode } from "./templates/mfa-code.ts";
import { mfaDisabled } from "./templates/mfa-disabled.ts";
import { mfaEnabled } from "./templates/mfa-enabled.ts";
import { ownerNotice } from "./templates/owner-notice.ts";
import { passwordChanged } from "./templates/password-changed.ts";
import { resetPassword } from "./templates/reset-password.ts";

/** Every mail that we send, by its name in the log. */
const templates = {
  invite,
  "reset-password": resetPassword,
  "password-changed": passwordChanged,
  "account-locked": accountLocked,
  "mfa-code": mfaCode,
  "mfa-enabled": mfaEnabled,
  "mfa-disabled": mfaDisabled,
  "owner-notice": ownerNotice,
};

export type MailTemplate = keyof typeof templates;
/** What each mail is filled with. */
export type MailData = { [T in MailTemplate]: Parameters<(typeof templates)[T]["write"]>[0] };

export const templateNames = Object.keys(templates) as [MailTemplate, ...MailTemplate[]]; // safe: there are some

/** A template by the name that a row has; undefined when it is of a later or earlier version of ours. */
export const templateOf = (name: string): Template<never> | undefined =>
  Object.hasOwn(templates, name) ? templates[name as MailTemplate] : undefined;
