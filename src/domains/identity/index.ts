export { type NewUser, planUser } from "./actions/plan-user.ts";
