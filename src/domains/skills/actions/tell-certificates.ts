import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { confirmedOwner } from "#/domains/identity/index.ts";
import { planMail } from "#/domains/mail/index.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import type { Effect } from "#/jobs.ts";
import { daysBetween, type LocalDate } from "#/kernel/time.ts";
import { skillExpired, skillExpiring } from "../events.ts";
import { certificatesAround, noteTold } from "../repo.ts";
import { noticeDue } from "../rules.ts";

/** Lines of one mail. */
const MOST_LINES = 50;

/**
 * Tells the business of certificates that end within 30 days, within 7 days, or have ended: an event for each and one mail for all, to its contact
 * address or else to an owner. What was told is noted in the same commit, so nothing is told twice however often it runs.
 */
export async function tellOfCertificates(ctx: Ctx, day: LocalDate): Promise<Effect | undefined> {
  const { certificates, organization, owner } = await load(ctx, {
    certificates: certificatesAround(ctx, day),
    organization: organizationOf(ctx),
    owner: confirmedOwner(ctx),
  });
  const due = certificates.flatMap(({ certifiedUntil, told, ...one }) => {
    const notice = certifiedUntil && noticeDue(certifiedUntil, told, day);
    return certifiedUntil && notice
      ? [{ ...one, certifiedUntil, notice, daysLeft: daysBetween(day, certifiedUntil) }]
      : [];
  });
  if (due.length === 0) return undefined;
  const to = settingOf(organization, "contact_email") ?? owner?.email;
  const lines = due.map(
    ({ technicianName, skillName, certifiedUntil, notice }) =>
      `${technicianName}: ${skillName}, ${notice === "expired" ? "expired after" : "valid until"} ${certifiedUntil}`,
  );
  const mail = to
    ? await planMail(ctx, {
        to,
        template: "certificates",
        data: { lines: lines.slice(0, MOST_LINES), more: lines.length - MOST_LINES },
      })
    : null;
  return {
    parts: [noteTold(ctx, due), mail],
    events: due.map(({ notice, ...one }) => (notice === "expired" ? skillExpired : skillExpiring)(one)),
  };
}
