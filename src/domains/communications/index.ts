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
export { consentsOf, templateNamed } from "./repo.ts";
export { type Category, categories, type SentChannel, sentChannels, whyNot } from "./rules.ts";
export { type Communication, communications, type MessageTemplate, templates } from "./tables.ts";
export { zoneOfCustomer } from "./zone.ts";
