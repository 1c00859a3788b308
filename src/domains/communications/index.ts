export { consentsOf, consentsOfAll } from "./consent-repo.ts";
export {
  communicationDelivered,
  communicationFailed,
  communicationReceived,
  communicationSent,
  communicationSuppressed,
  consentChanged,
} from "./events.ts";
export { type TemplateKind, templateKinds, type Values, variables } from "./placeholders.ts";
export {
  type About,
  addressOf,
  commonValues,
  dedupeName,
  type NewMessage,
  queueMessage,
  renderTemplate,
  type Written,
} from "./queue-message.ts";
export { type Category, categories, keywordOf, type SentChannel, sentChannels, whyNot } from "./rules.ts";
export { type Communication, type MessageTemplate, templates } from "./tables.ts";
export { templateNamed } from "./template-repo.ts";
export { zoneOfCustomer } from "./zone.ts";
