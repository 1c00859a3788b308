/** The words of openapi-words.ts that are about communications. */
const about = (schema: string) => ({
  [`${schema}.invoice_id`]: "The invoice that it is about; null: none.",
  [`${schema}.estimate_id`]: "The estimate that it is about; null: none.",
});

export const communicationWords: Record<string, string> = {
  ...about("Communication"),
  ...about("LogCommunication"),
  ...about("SendMessage"),
  thread: "The id of the conversation.",
  communication: "The id of the communication.",
  "Communication.from": "The number or address that it came from; null: a talk, or a mail of the business.",
  "AnswerText.from": "The number of the customer who answers.",
  "AnswerText.body": "What they answer: STOP, START, HELP or anything else.",
  "KeptTexts.from": "The number that the text comes from.",
  "KeptTexts.body": "What the text says.",
  "KeptTexts.business": "Name of the business that has sent it.",
  "ChangeOrganization.from": "From this time of day on.",
  "Settings.from": "From this time of day on.",
  "CommunicationConsents.consents": "What the customer has allowed or taken back, each channel and category once.",
  "LeftMarketing.left": "That the customer gets no more offers by mail.",
  "MessageAccount.account": "The account SID.",
  "MessageAccount.sender": "The number or messaging service that texts come from.",
  "MessageTemplate.body": "The text, with its variables.",
  "MessageTemplatePreview.body": "The text, with its variables filled in.",
  "MessageTemplatePreview.encoding": "The alphabet that a text goes out in; null: a mail.",
  "PreviewMessageTemplate.variables": "Values for the variables of the template.",
  "PutCommunicationConsents.evidence": "What proves it: where and when it was said or ticked.",
};
