export { allSkills, skillsOfTechnicians } from "./repo.ts";
export { type Held, type Lack, qualifies, type Required } from "./rules.ts";
export { type Skill, skills } from "./tables.ts";
