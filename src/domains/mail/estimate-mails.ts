import type { Template } from "./template.ts";

// What a customer gets about an estimate. Amounts and days come as people read them; absent ones are empty.

const DAY = 24 * 3600;

type Offer = { name: string; number: string; title: string; amount: string; until: string; link: string };
const called = ({ number, title }: Pick<Offer, "number" | "title">): string =>
  title ? `${number} (${title})` : number;

export const estimateSent: Template<Offer & { message: string }> = {
  usefulSeconds: 7 * DAY,
  write: ({ message, ...offer }, { businessName }) => ({
    subject: `Estimate ${offer.number} from ${businessName}`,
    before: [
      `Hi ${offer.name},`,
      ...(message ? [message] : []),
      `Here is your estimate ${called(offer)}: ${offer.amount}.${offer.until ? ` You can accept it until ${offer.until}.` : ""}`,
    ],
    link: { label: "See the estimate", url: offer.link },
    after: ["There you can accept or decline it. Whoever has this link can do that, so please do not pass it on."],
  }),
};

/** Tells the business what a customer has answered online. */
export const estimateAnswered: Template<
  Pick<Offer, "name" | "number" | "title" | "amount"> & { answer: "accepted" | "declined"; reason: string }
> = {
  usefulSeconds: 7 * DAY,
  write: ({ answer, reason, ...offer }) => ({
    subject: `${offer.name} has ${answer} estimate ${offer.number}`,
    before: [
      `${offer.name} has ${answer} your estimate ${called(offer)}: ${offer.amount}.`,
      ...(reason ? [`Their reason: ${reason}`] : []),
    ],
    after: [],
  }),
};

export const estimateReminder: Template<Offer> = {
  usefulSeconds: 2 * DAY,
  write: (offer, { businessName }) => ({
    subject: `Estimate ${offer.number} from ${businessName} ends on ${offer.until}`,
    before: [
      `Hi ${offer.name},`,
      `You can accept your estimate ${called(offer)} until ${offer.until}. It comes to ${offer.amount}.`,
    ],
    link: { label: "See the estimate", url: offer.link },
    after: ["If you have answered in the meantime, please ignore this email."],
  }),
};
