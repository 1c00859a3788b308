export { type MailData, type MailTemplate, type NewMail, planMail } from "./plan-mail.ts";
