import { AppError } from "#/kernel/errors.ts";

export const repeatedMessage = (name: string) =>
  new AppError(
    "conflict",
    "communication.repeated",
    `This template was already sent for this today (${name}). Send allow_repeat to send it again.`,
    { fields: { template: "was sent for this today" } },
  );
export const wrongChannel = (name: string, channel: string) =>
  new AppError("invalid", "communication.wrong_channel", `Template ${name} is for ${channel}.`, {
    fields: { channel: `must be ${channel}, as of the template` },
  });
export const wrongCategory = (name: string, category: string) =>
  new AppError("invalid", "communication.wrong_category", `Template ${name} is ${category}.`, {
    fields: { category: `must be ${category}, as of the template` },
  });
export const noSuchTemplate = () =>
  new AppError("not_found", "communication_template.not_found", "There is no template of this name.", {
    fields: { template: "names no template" },
  });
export const variablesMissing = (names: readonly string[]) =>
  new AppError(
    "invalid",
    "communication.variables_missing",
    `The template also needs ${names.join(", ")}. Send them in variables.`,
    { fields: Object.fromEntries(names.map((name) => [`variables.${name}`, "is required by the template"])) },
  );
export const noAddress = (channel: string) =>
  new AppError(
    "conflict",
    "communication.no_address",
    `This customer has nothing that ${channel} could go to. Add it to the customer first.`,
    { fields: { customer_id: channel === "sms" ? "has no phone number" : "has no e-mail address" } },
  );
export const foreignAddress = () =>
  new AppError("invalid", "communication.foreign_address", "A message goes to an address of its customer only.", {
    fields: { to: "must be a phone number or an e-mail address of this customer" },
  });
export const foreignThing = (field: string) =>
  new AppError("invalid", "communication.foreign_thing", "What a message is about must be of the same customer.", {
    fields: { [field]: "is another customer's" },
  });
export const textTooLong = (most: number, segments: number) =>
  new AppError(
    "invalid",
    "communication.text_too_long",
    `A text message has at most ${most} characters. This one would go out in ${segments} parts.`,
    { fields: { body: `must have at most ${most} characters` } },
  );
export const noProvider = () =>
  new AppError(
    "conflict",
    "communication.no_provider",
    "This business has no account with a provider of text messages. Connect one: POST /admin/integrations/messages.",
    { fields: { channel: "cannot be sms without an account" } },
  );
export const noSuchThread = () =>
  new AppError("not_found", "communication_thread.not_found", "There is no such conversation.");
export const noSuchCommunication = () =>
  new AppError("not_found", "communication.not_found", "There is no such communication.");
export const alreadyReceived = () =>
  new AppError("conflict", "communication.known", "This message came at the same moment by another way.");
export const inFuture = () =>
  new AppError("invalid", "communication.in_future", "What is logged has happened already.", {
    fields: { occurred_at: "must not be in the future" },
  });
export const badPhone = (field: string, problem: string) =>
  new AppError("invalid", "communication.bad_phone", `${field} ${problem}.`, { fields: { [field]: problem } });

export const unknownVariables = (field: string, names: readonly string[], known: readonly string[]) =>
  new AppError(
    "invalid",
    "communication_template.unknown_variable",
    `${field} names ${names.join(", ")}. A template of this kind knows ${known.join(", ")}.`,
    { fields: { [field]: `does not know ${names.join(", ")}` } },
  );
export const templateTaken = (name: string) =>
  new AppError("conflict", "communication_template.name_taken", `There is a template ${name} already.`, {
    fields: { name: "is taken" },
  });
export const tooManyTemplates = (most: number) =>
  new AppError("conflict", "communication_template.too_many", `A business has at most ${most} templates.`);
export const subjectMissing = () =>
  new AppError("invalid", "communication.subject_missing", "A mail needs a subject.", {
    fields: { subject: "is required for a mail" },
  });

export const alreadySuppressed = (phone: string) =>
  new AppError("conflict", "communication_suppression.exists", `${phone} gets no texts already.`, {
    fields: { phone: "is suppressed already" },
  });
export const noSuchSuppression = () =>
  new AppError(
    "not_found",
    "communication_suppression.not_found",
    "This number is not on the list of numbers that get no texts.",
  );
export const listChanged = () =>
  new AppError(
    "conflict",
    "communication_suppression.changed_meanwhile",
    "What keeps texts from this number changed at the same time. Look at the list and retry.",
  );
export const stoppedByCustomer = () =>
  new AppError(
    "conflict",
    "communication_suppression.by_customer",
    "The customer has texted STOP, so only they can lift it: by texting START to your number.",
  );

export const accountExists = () =>
  new AppError(
    "conflict",
    "message_account.exists",
    "There is an account already. Change that one: PATCH /admin/integrations/messages/{id}.",
    { fields: { provider: "has an account already" } },
  );
export const noSuchAccount = () =>
  new AppError(
    "not_found",
    "message_account.not_found",
    "This business has no account with Twilio, or does not exist.",
  );
export const badSignature = () =>
  new AppError(
    "forbidden",
    "message_webhook.bad_signature",
    "The signature is not that of Twilio for this address and body. Check the auth token, and that Twilio calls the address as it is shown.",
  );
export const badLeaveLink = () =>
  new AppError("not_found", "communication.bad_link", "This link is not complete, or no longer works.", {
    fields: { token: "is not that of a mail" },
  });
export const tooLarge = (kib: number) =>
  new AppError("too_large", "message_webhook.too_large", `A webhook has at most ${kib} KiB.`);
export const unreadable = () =>
  new AppError("invalid", "message_webhook.unreadable", "The body is not a webhook of a text message.", {
    fields: { body: "must be a form as Twilio sends it" },
  });
