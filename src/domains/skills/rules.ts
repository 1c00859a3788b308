import { daysBetween, type LocalDate } from "#/kernel/time.ts";

/** What is told of a certificate, once each, in this order: a month and a week before it ends, and when it has ended. */
export const notices = ["month", "week", "expired"] as const;
export type Notice = (typeof notices)[number];

const DAYS: Record<"month" | "week", number> = { month: 30, week: 7 };
/** A certificate that ended longer ago is history when it is entered. */
const OLD_DAYS = 30;

/** The days between which a certificate must end for a notice to be due. */
export const noticeRange = { before: OLD_DAYS, after: DAYS.month };

/** What is due to be told of a certificate on a day; undefined: nothing, or it was told. It is still valid on its last day. */
export function noticeDue(certifiedUntil: LocalDate, told: Notice | null, day: LocalDate): Notice | undefined {
  const left = daysBetween(day, certifiedUntil);
  if (left > DAYS.month || left < -OLD_DAYS) return undefined;
  const notice = left < 0 ? "expired" : left <= DAYS.week ? "week" : "month";
  return told !== null && notices.indexOf(told) >= notices.indexOf(notice) ? undefined : notice;
}

export type CertificateStatus = "none" | "missing" | "valid" | "expires_soon" | "expired";

/** What a certificate is worth on a day. */
export function certificateStatus(
  certifiedUntil: LocalDate | null,
  requiresCertification: boolean,
  day: LocalDate,
): CertificateStatus {
  if (certifiedUntil === null) return requiresCertification ? "missing" : "none";
  const left = daysBetween(day, certifiedUntil);
  if (left < 0) return "expired";
  return left <= DAYS.month ? "expires_soon" : "valid";
}

export type Required = { skillId: number; minLevel?: number | undefined; mandatory?: boolean | undefined };
export type Held = {
  skillId: number;
  level: number;
  certifiedUntil: LocalDate | null;
  requiresCertification: boolean;
};

/** Why a skill does not suffice. */
export type Lack = { skillId: number; lack: "skill" | "level" | "certificate"; mandatory: boolean };

/**
 * Whether a technician with these skills may do a job that needs those, on the job's local day: each mandatory one at its level, and certified then
 * where it must be. `lacks` has what is missing of the others too. `fit` is the mean of level by level needed, 1 at most; 1 when nothing is needed.
 */
export function qualifies(
  required: readonly Required[],
  held: readonly Held[],
  day: LocalDate,
): { qualified: boolean; lacks: Lack[]; fit: number } {
  const bySkill = new Map(held.map((one) => [one.skillId, one]));
  let sum = 0;
  const lacks = required.flatMap(({ skillId, minLevel = 1, mandatory = true }): Lack[] => {
    const has = bySkill.get(skillId);
    const isCertified =
      has && (!has.requiresCertification || (has.certifiedUntil !== null && has.certifiedUntil >= day));
    sum += isCertified ? Math.min(has.level / minLevel, 1) : 0;
    const lack = !has ? "skill" : !isCertified ? "certificate" : has.level < minLevel ? "level" : undefined;
    return lack ? [{ skillId, lack, mandatory }] : [];
  });
  return {
    qualified: !lacks.some(({ mandatory }) => mandatory),
    lacks,
    fit: required.length === 0 ? 1 : sum / required.length,
  };
}
