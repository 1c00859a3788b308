export { type NewMail, planMail } from "./actions/plan-mail.ts";
