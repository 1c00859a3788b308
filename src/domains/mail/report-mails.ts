import type { Template } from "./template.ts";

// What users get by the schedules of reports.

const DAY = 24 * 3600;

/** The file of a report is there. */
export const reportReady: Template<{ name: string; range: string; rows: number; until: string; link: string }> = {
  usefulSeconds: 3 * DAY,
  write: ({ name, range, rows, until, link }, { businessName }) => ({
    subject: `${businessName}: ${name}`,
    before: [`Your report "${name}" is ready: ${range}, ${rows} ${rows === 1 ? "row" : "rows"}.`],
    link: { label: "Download the report", url: link },
    after: [`The link is for you alone and works until ${until}. Please do not pass it on.`],
  }),
};

/** A schedule that gave up. */
export const reportDisabled: Template<{ name: string; failures: number; reason: string }> = {
  usefulSeconds: 3 * DAY,
  write: ({ name, failures, reason }, { businessName }) => ({
    subject: `A scheduled report of ${businessName} was disabled`,
    before: [`The report "${name}" has failed ${failures} times in a row (${reason}). It is no longer sent.`],
    after: ["Once the cause is gone, please resume its schedule."],
  }),
};
