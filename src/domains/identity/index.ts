export { openBusiness } from "./actions/open-business.ts";
export { planConfirmationIfFew } from "./actions/plan-confirmation.ts";
export { planUser } from "./actions/plan-user.ts";
export { refusePassword } from "./actions/refuse-password.ts";
export { replaySignUp } from "./actions/replay-sign-up.ts";
export { tellOfFailures } from "./actions/tell-of-failures.ts";
export { type Attempt, attemptIn, countFailure, endRuns, endRunsFrom, mayTry, reopenRun } from "./attempt-repo.ts";
export { passwordKeyOf, runOfCodes, runsOfLogIn } from "./attempts.ts";
export {
  type Challenge,
  challengeById,
  countWrongCode,
  dropExpiredChallenges,
  keepEmailCode,
  useChallenge,
} from "./challenge-repo.ts";
export { badMailedLink, badRefreshToken, roleNameTaken } from "./errors.ts";
export { disableTotp, enableTotp, keepPendingSecret, touchEnrolled, useStep } from "./factor-repo.ts";
export { insertLink, insertLinkUnlessMany, useLink, userOfLink, voidLinksOf, voidLinksOfAccount } from "./link-repo.ts";
export { enterByLink, newMailedLink } from "./mailed-links.ts";
export { assertGoodPassword, hashPassword, isOutdated, isPassword, NO_PASSWORD } from "./passwords.ts";
export { confirmedOwner, holdAnOwner, listUsers, loginOfTechnician } from "./repo.ts";
export { allCustomRoles, holdUnnamedRole, removeUnusedRole, staleTokensOf, staleTokensOfRole } from "./role-repo.ts";
export { type HeldToken, rotate } from "./rotation.ts";
export {
  DELAY_MINUTES,
  delayEnd,
  MAX_LINKS,
  MAX_WRONG_CODES,
  patience,
  permissionsOfRoles,
  SESSION_DAYS,
  sessionOfRefreshToken,
} from "./rules.ts";
export { LoggedIn, Registered, SessionsEnded, SignedIn, signedInExample } from "./schemas.ts";
export {
  closeSession,
  endSessionsOf,
  endSessionsOfAccount,
  insertSession,
  isLive,
  openSessionsOf,
  usedSince,
} from "./session-repo.ts";
export { newRefreshToken, planSession } from "./sessions.ts";
export { completeSignIn, demandsMfa, openSession, signInReads } from "./sign-in.ts";
export { type CustomRole, customRoles, mailedLinks, refreshTokens, type User, users } from "./tables.ts";
