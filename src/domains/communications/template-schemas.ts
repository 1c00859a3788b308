import { Id, InstantOut, line, namesAField, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { templateKinds } from "./placeholders.ts";
import { categories, sentChannels } from "./rules.ts";

const Name = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, "must be small letters, digits and hyphens, at most 64")
  .openapi({ description: "what it is called by when a message is sent", example: "on-my-way" });
const Kind = z.enum(templateKinds).openapi({ description: "what its messages are about: which variables it knows" });
const Body = prose(5000).min(1).openapi({
  description: "`{{customer_first_name}}` stands for a variable; a text message has at most 1,600 characters",
});

const example = {
  id: 1,
  name: "on-my-way",
  kind: "job" as const,
  channel: "sms" as const,
  category: "transactional" as const,
  subject: null,
  body: "{{business_name}}: {{technician_name}} is on the way.",
  variables: ["business_name", "technician_name"],
  created_by: "user:1",
  created_at: "2026-03-01T12:00:00.000Z",
  updated_at: "2026-03-01T12:00:00.000Z",
  version: 1,
};

export const MessageTemplate = z
  .object({
    id: z.int(),
    name: z.string(),
    kind: Kind,
    channel: z.enum(sentChannels),
    category: z.enum(categories),
    subject: z.string().nullable(),
    body: z.string(),
    variables: z.array(z.string()).openapi({ description: "those that it names" }),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("MessageTemplate", { example });
export const MessageTemplatePage = pageOf("MessageTemplatePage", MessageTemplate);
export const MessageTemplateQuery = PageQuery.extend({
  kind: Kind.optional(),
  channel: z.enum(sentChannels).optional(),
  sort: sortBy("id", "updated_at"),
});

const fields = { kind: Kind, category: z.enum(categories), subject: line(200).nullable(), body: Body };
export const CreateMessageTemplate = z
  .strictObject({
    name: Name,
    channel: z.enum(sentChannels),
    kind: fields.kind.default("general"),
    category: fields.category.default("transactional"),
    subject: fields.subject.optional(),
    body: Body,
  })
  .openapi("CreateMessageTemplate", {
    example: {
      name: "on-my-way",
      channel: "sms",
      kind: "job",
      body: "{{business_name}}: {{technician_name}} is on the way.",
    },
  });
export const ChangeMessageTemplate = z
  .strictObject({
    kind: fields.kind.optional(),
    category: fields.category.optional(),
    subject: fields.subject.optional(),
    body: Body.optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeMessageTemplate", { example: { body: "{{business_name}}: {{technician_name}} comes now." } });

export const PreviewTemplate = z
  .strictObject({
    customer_id: Id.optional().openapi({ description: "whose name is filled in" }),
    variables: z.record(z.string().max(64), z.string().max(500)).optional(),
  })
  .openapi("PreviewMessageTemplate", { example: { variables: { technician_name: "Mike" } } });
export const TemplatePreview = z
  .object({
    subject: z.string().nullable(),
    body: z.string(),
    missing: z.array(z.string()).openapi({ description: "variables that nobody has given a value" }),
    segments: z.int().nullable().openapi({ description: "parts that a text goes out in, each of which is paid for" }),
    encoding: z.enum(["GSM-7", "UCS-2"]).nullable(),
    characters: z.int().nullable().openapi({ description: "as its alphabet counts them: € is two in GSM-7" }),
  })
  .openapi("MessageTemplatePreview", {
    example: {
      subject: null,
      body: "Smith HVAC: Mike is on the way.",
      missing: [],
      segments: 1,
      encoding: "GSM-7",
      characters: 31,
    },
  });
export const TemplateParams = z.object({
  template: Name.openapi({ param: { name: "template", in: "path" } }),
});
