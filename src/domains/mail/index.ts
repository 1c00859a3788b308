export { type NewMail, planMail } from "./actions/plan-mail.ts";
export { type MailText, render } from "./layout.ts";
export { mailSuppressionsAmong } from "./repo.ts";
export { fateOfMail } from "./rules.ts";
