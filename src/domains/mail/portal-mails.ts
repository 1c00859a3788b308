import type { Template } from "./template.ts";

// What a customer gets about their account in the portal of a business.

const MINUTE = 60;
const DAY = 24 * 3600;

type Link = { name: string; link: string };

export const portalConfirm: Template<Link> = {
  usefulSeconds: DAY,
  write: ({ name, link }, { businessName }) => ({
    subject: `Finish your registration at ${businessName}`,
    before: [`Hi ${name},`, `This address was given for a customer account at ${businessName}. Please confirm it.`],
    link: { label: "Confirm and open", url: link },
    after: [
      "The link works once, and makes the password good that was chosen with this address. If you did not register, please do not follow it: nothing happens then.",
    ],
  }),
};

export const portalLogIn: Template<Link> = {
  usefulSeconds: 15 * MINUTE,
  write: ({ name, link }, { businessName }) => ({
    subject: `Your link to sign in at ${businessName}`,
    before: [`Hi ${name},`, `Here you can see your appointments and documents at ${businessName}.`],
    link: { label: "Sign in", url: link },
    after: ["The link works once, within 15 minutes. If you did not ask for it, please ignore this email."],
  }),
};

export const portalReset: Template<Link> = {
  usefulSeconds: 30 * MINUTE,
  write: ({ name, link }, { businessName }) => ({
    subject: `Choose a password for ${businessName}`,
    before: [`Hi ${name},`, `We received a request for a new password for your customer account at ${businessName}.`],
    link: { label: "Choose a password", url: link },
    after: [
      "The link works once and expires soon. If you did not ask for it, please ignore this email: your password stays the same.",
    ],
  }),
};

export const portalInvite: Template<Link> = {
  usefulSeconds: 3 * DAY,
  write: ({ name, link }, { businessName }) => ({
    subject: `Your appointments and documents at ${businessName}`,
    before: [
      `Hi ${name},`,
      `${businessName} has opened an account for you: there you see your appointments, estimates and invoices.`,
    ],
    link: { label: "Open my account", url: link },
    after: ["The link works once, within seven days. If you do not know this business, please ignore this email."],
  }),
};
