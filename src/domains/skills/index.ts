export { allSkills, skillsOfTechnicians } from "./repo.ts";
export { type Held, type Lack, type Notice, noticeDue, noticeRange, qualifies, type Required } from "./rules.ts";
export { type Skill, skills } from "./tables.ts";
