import { eventsOf } from "#/kernel/events.ts";
import { SkillNotice } from "./schemas.ts";

const define = eventsOf(SkillNotice, {
  entity: "technician",
  permission: "technicians:read",
  idIn: ({ technician_id }) => technician_id,
});

export const skillExpiring = define(
  "skill.expiring",
  "A technician's certificate ends within 30 days, and once more within 7",
);
export const skillExpired = define("skill.expired", "A technician's certificate has ended", { days_left: -1 });

export const events = [skillExpiring, skillExpired];
