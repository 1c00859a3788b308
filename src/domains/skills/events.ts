import { defineEvent } from "#/kernel/events.ts";
import { SkillNotice } from "./schemas.ts";

export const skillExpiring = defineEvent(
  "skill.expiring",
  SkillNotice,
  "A technician's certificate ends within 30 days, and once more within 7",
);
export const skillExpired = defineEvent("skill.expired", SkillNotice, "A technician's certificate has ended");

export const events = [skillExpiring, skillExpired];
