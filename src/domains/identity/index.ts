export { openBusiness } from "./actions/open-business.ts";
export { planConfirmationIfFew } from "./actions/plan-confirmation.ts";
export { planUser } from "./actions/plan-user.ts";
export { replaySignUp } from "./actions/replay-sign-up.ts";
export { tellOfFailures } from "./actions/tell-of-failures.ts";
export { type Attempt, attemptIn, countFailure, endRuns, mayTry, reopenRun } from "./attempt-repo.ts";
export { runOfCodes } from "./attempts.ts";
export {
  type Challenge,
  challengeById,
  countWrongCode,
  dropExpiredChallenges,
  keepEmailCode,
  useChallenge,
} from "./challenge-repo.ts";
export { badMailedLink, roleNameTaken } from "./errors.ts";
export { disableTotp, enableTotp, keepPendingSecret, touchEnrolled, useStep } from "./factor-repo.ts";
export { insertLink, insertLinkUnlessMany, useLink, userOfLink, voidLinksOf } from "./link-repo.ts";
export { enterByLink, newMailedLink } from "./mailed-links.ts";
export { assertGoodPassword, hashPassword, isPassword, NO_PASSWORD } from "./passwords.ts";
export { confirmedOwner, holdAnOwner, listUsers, loginOfTechnician } from "./repo.ts";
export { allCustomRoles, holdUnnamedRole, removeUnusedRole, staleTokensOf, staleTokensOfRole } from "./role-repo.ts";
export { DELAY_MINUTES, delayEnd, MAX_LINKS, MAX_WRONG_CODES, patience, permissionsOfRoles } from "./rules.ts";
export { LoggedIn, Registered, SignedIn, signedInExample } from "./schemas.ts";
export { endSessionsOf, openSessionsOf } from "./session-repo.ts";
export { planSession } from "./sessions.ts";
export { completeSignIn, demandsMfa, openSession, signInReads } from "./sign-in.ts";
export { type CustomRole, customRoles, type User, users } from "./tables.ts";
