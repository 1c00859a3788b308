import { agreementExpiring, agreementRenewed } from "./agreement-mails.ts";
import { message } from "./customer-mail.ts";
import { estimateAnswered, estimateReminder, estimateSent } from "./estimate-mails.ts";
import { formLink } from "./form-mails.ts";
import { invoiceReminder, invoiceSent } from "./invoice-mails.ts";
import { certificates, referralOffered, vehicles, webhookDisabled } from "./notices.ts";
import { purchaseOrderSent } from "./order-mails.ts";
import { portalConfirm, portalInvite, portalLogIn, portalReset } from "./portal-mails.ts";
import { reportDisabled, reportReady } from "./report-mails.ts";
import type { Template } from "./template.ts";

const MINUTE = 60;
const DAY = 24 * 3600;

const invite: Template<{ name: string; username: string; link: string }> = {
  usefulSeconds: DAY,
  write: ({ name, username, link }, { businessName, businessCode }) => ({
    subject: `You are invited to join ${businessName}`,
    before: [`Hi ${name},`, `${businessName} has created an account for you. Choose a password to get started.`],
    link: { label: "Accept the invitation", url: link },
    after: [
      `To sign in later you need the business code ${businessCode} and your user name ${username}.`,
      "You can use this link once. If you do not know this business, please ignore this email.",
    ],
  }),
};

const confirmEmail: Template<{ name: string; link: string }> = {
  usefulSeconds: DAY,
  write: ({ name, link }, { businessName }) => ({
    subject: `Confirm your email address for ${businessName}`,
    before: [
      `Hi ${name},`,
      `This address was given for an account at ${businessName}. Please confirm that it is yours.`,
    ],
    link: { label: "Confirm the address", url: link },
    after: ["The link works once. If you do not know this business, please ignore this email."],
  }),
};

const resetPassword: Template<{ name: string; username: string; link: string }> = {
  usefulSeconds: 30 * MINUTE,
  write: ({ name, username, link }, { businessName, businessCode }) => ({
    subject: `Choose a new password for ${businessName}`,
    before: [`Hi ${name},`, `We received a request for a new password for your account at ${businessName}.`],
    link: { label: "Choose a new password", url: link },
    after: [
      `Your business code is ${businessCode} and your user name is ${username}.`,
      "The link works once and expires soon. If you did not ask for a new password, please ignore this email: your password stays the same.",
    ],
  }),
};

const passwordChanged: Template<{ name: string }> = {
  usefulSeconds: DAY,
  write: ({ name }, { businessName }) => ({
    subject: `Your password at ${businessName} was changed`,
    before: [`Hi ${name},`, `The password of your account at ${businessName} was just changed.`],
    after: ["If you did not change it, please ask for a new password right away and tell your administrator."],
  }),
};

const accountLocked: Template<{ name: string }> = {
  usefulSeconds: DAY,
  write: ({ name }, { businessName }) => ({
    subject: `Too many wrong passwords for your account at ${businessName}`,
    before: [
      `Hi ${name},`,
      `Someone entered many wrong passwords in a row for your account at ${businessName}. We make them wait before each further try, up to an hour.`,
    ],
    after: [
      "If this was you, please wait and try again, or ask for a new password. If it was not you, your password kept them out and you do not need to do anything. The devices you have signed in on before are not affected.",
    ],
  }),
};

const wrongCodes: Template<{ name: string }> = {
  usefulSeconds: DAY,
  write: ({ name }, { businessName }) => ({
    subject: `Too many wrong codes for your account at ${businessName}`,
    before: [
      `Hi ${name},`,
      `Someone signed in to your account at ${businessName} with the right password and then entered many wrong codes in a row. We make them wait before each further try.`,
    ],
    after: [
      "If this was you, please wait and try again. If it was not you, someone knows your password: please change it right away.",
    ],
  }),
};

const unlockSecondFactor: Template<{ name: string; link: string }> = {
  usefulSeconds: 30 * MINUTE,
  write: ({ name, link }, { businessName }) => ({
    subject: `Two-step sign-in is locked for your account at ${businessName}`,
    before: [
      `Hi ${name},`,
      `Someone with the right password entered 100 wrong codes in a row for your account at ${businessName}, so we accept no more codes until you open this link:`,
    ],
    link: { label: "Unlock two-step sign-in", url: link },
    after: [
      "The link works once and expires soon. If the codes were not yours, someone knows your password: please change it first.",
    ],
  }),
};

const mfaCode: Template<{ name: string; code: string }> = {
  usefulSeconds: 10 * MINUTE,
  write: ({ name, code }, { businessName }) => ({
    subject: `Your code to sign in to ${businessName}`, // without the code: subjects show on locked screens
    before: [`Hi ${name},`, `Use this code to finish signing in to ${businessName}:`],
    code,
    after: [
      "The code works once and expires soon. We will never ask you for it. If you are not signing in right now, please change your password.",
    ],
  }),
};

const mfaEnabled: Template<{ name: string }> = {
  usefulSeconds: DAY,
  write: ({ name }, { businessName }) => ({
    subject: `Two-step sign-in is now on for your account at ${businessName}`,
    before: [`Hi ${name},`, `From now on you need your password and a code to sign in to ${businessName}.`],
    after: ["If you did not change this, please tell your administrator right away."],
  }),
};

const mfaDisabled: Template<{ name: string }> = {
  usefulSeconds: DAY,
  write: ({ name }, { businessName }) => ({
    subject: `Two-step sign-in is now off for your account at ${businessName}`,
    before: [`Hi ${name},`, `From now on you only need your password to sign in to ${businessName}.`],
    after: ["If you did not change this, please change your password right away and tell your administrator."],
  }),
};

const emailChanged: Template<{ name: string }> = {
  usefulSeconds: DAY,
  write: ({ name }, { businessName }) => ({
    subject: `The email address of your account at ${businessName} was changed`,
    before: [
      `Hi ${name},`,
      `An administrator of ${businessName} gave your account another email address. Mails about your account, links for a new password among them, no longer come here.`,
    ],
    after: ["If you did not expect this, please tell your administrator right away."],
  }),
};

const identityLinked: Template<{ name: string; provider: string }> = {
  usefulSeconds: DAY,
  write: ({ name, provider }, { businessName }) => ({
    subject: `A ${provider} account can now sign in to your account at ${businessName}`,
    before: [`Hi ${name},`, `A ${provider} account was just linked to your account at ${businessName}.`],
    after: [
      "If you did not link it, someone is signed in as you: please unlink it, change your password and tell your administrator.",
    ],
  }),
};

const identityUnlinked: Template<{ name: string; provider: string }> = {
  usefulSeconds: DAY,
  write: ({ name, provider }, { businessName }) => ({
    subject: `A ${provider} account can no longer sign in to your account at ${businessName}`,
    before: [`Hi ${name},`, `A ${provider} account was just unlinked from your account at ${businessName}.`],
    after: ["If you did not unlink it, please change your password and tell your administrator right away."],
  }),
};

const apiKeyMade: Template<{ name: string; keyName: string; prefix: string }> = {
  usefulSeconds: DAY,
  write: ({ name, keyName, prefix }, { businessName }) => ({
    subject: `A new API key was made for ${businessName}`,
    before: [`Hi ${name},`, `The API key "${keyName}" (${prefix}...) was just made in your name.`],
    after: ["If you did not make it, please revoke the key, change your password and tell your administrator."],
  }),
};

/** News that the owner of a business should get at once. The caller writes title and message. */
const ownerNotice: Template<{ name: string; title: string; message: string }> = {
  usefulSeconds: 3 * DAY,
  write: ({ name, title, message }, { businessName }) => ({
    subject: `${businessName}: ${title}`,
    before: [`Hi ${name},`, message],
    after: ["You are getting this email because you own this account."],
  }),
};

/** Every kind of mail, by its name in the log. */
const templates = {
  invite,
  "confirm-email": confirmEmail,
  "reset-password": resetPassword,
  "password-changed": passwordChanged,
  "account-locked": accountLocked,
  "wrong-codes": wrongCodes,
  "unlock-second-factor": unlockSecondFactor,
  "mfa-code": mfaCode,
  "mfa-enabled": mfaEnabled,
  "mfa-disabled": mfaDisabled,
  "email-changed": emailChanged,
  "identity-linked": identityLinked,
  "identity-unlinked": identityUnlinked,
  "api-key-made": apiKeyMade,
  "owner-notice": ownerNotice,
  certificates,
  vehicles,
  "webhook-disabled": webhookDisabled,
  "referral-offered": referralOffered,
  "form-link": formLink,
  "estimate-sent": estimateSent,
  "estimate-reminder": estimateReminder,
  "estimate-answered": estimateAnswered,
  "invoice-sent": invoiceSent,
  "invoice-reminder": invoiceReminder,
  "purchase-order-sent": purchaseOrderSent,
  "report-ready": reportReady,
  "report-disabled": reportDisabled,
  "agreement-renewed": agreementRenewed,
  "agreement-expiring": agreementExpiring,
  "portal-confirm": portalConfirm,
  "portal-log-in": portalLogIn,
  "portal-reset": portalReset,
  "portal-invite": portalInvite,
  message,
};

export type MailTemplate = keyof typeof templates;
/** The data of each template. */
export type MailData = { [T in MailTemplate]: Parameters<(typeof templates)[T]["write"]>[0] };

export const templateNames = Object.keys(templates) as [MailTemplate, ...MailTemplate[]]; // safe: there are some

/** The template of a row; undefined when this version of the software has no such template. */
export const templateOf = (name: string): Template<never> | undefined =>
  Object.hasOwn(templates, name) ? templates[name as MailTemplate] : undefined;
