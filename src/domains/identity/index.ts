export { type NewUser, planUser } from "./actions/plan-user.ts";
export { dropOldLinks, dropOldRefreshTokens, dropOldSessions, forgetSuccessors } from "./upkeep-repo.ts";
