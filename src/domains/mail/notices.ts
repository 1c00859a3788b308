import type { Template } from "./template.ts";

// What a business is told of its work, beside what concerns somebody's account.

const DAY = 24 * 3600;

/** Certificates of technicians that expire, a line each. */
export const certificates: Template<{ lines: string[]; more: number }> = {
  usefulSeconds: 3 * DAY,
  write: ({ lines, more }, { businessName }) => ({
    subject: `Certificates of technicians at ${businessName}`,
    before: [
      "These certificates expire soon or have expired:",
      [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join("\n"),
    ],
    after: [
      "A technician without a valid certificate is not suggested for jobs that need it. Once a certificate is renewed, please enter its new date.",
    ],
  }),
};

/** Maintenance and documents of vehicles, a line each. */
export const vehicles: Template<{ lines: string[]; more: number }> = {
  usefulSeconds: 3 * DAY,
  write: ({ lines, more }, { businessName }) => ({
    subject: `Vehicles at ${businessName}`,
    before: ["These vehicles need something:", [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join("\n")],
    after: ["Once it is done, please enter the maintenance, or the new date of the document."],
  }),
};

/** A webhook endpoint that gets nothing more. */
export const webhookDisabled: Template<{ url: string; reason: "gone" | "failing"; since: string | null }> = {
  usefulSeconds: 3 * DAY,
  write: ({ url, reason, since }, { businessName }) => ({
    subject: `A webhook of ${businessName} was disabled`,
    before: [
      reason === "gone"
        ? "The receiver of this webhook answered that it is gone (410):"
        : `The receiver of this webhook has taken nothing since ${since?.slice(0, 10) ?? "five days ago"}:`,
      url,
      "Nothing more is sent to it.",
    ],
    after: [
      "Once the receiver works again, resume the webhook, and replay what it has missed. Events are kept for 30 days.",
    ],
  }),
};

/** The referral network asks a business whether it takes a job. */
export const referralOffered: Template<{ sector: string; zip: string; summary: string; until: string }> = {
  usefulSeconds: 4 * 3600,
  write: ({ sector, zip, summary, until }, { businessName }) => ({
    subject: `${businessName}: a referral in ${zip}${sector === "UNKNOWN" ? "" : ` for ${sector}`}`,
    before: [
      `The referral network offers you a job in ${zip}:`,
      summary,
      `Please accept or decline it until ${until}.`,
    ],
    after: ["If you do not answer in time, the job is offered to another business."],
  }),
};
