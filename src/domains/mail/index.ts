export { attemptMail } from "./actions/attempt-mail.ts";
export { type NewMail, planMail } from "./actions/plan-mail.ts";
export { ringDueMails } from "./actions/ring-due-mails.ts";
export { listDueMails } from "./repo.ts";
export type { MailData, MailTemplate } from "./templates.ts";
