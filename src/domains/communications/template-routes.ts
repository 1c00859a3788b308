import { endpoint } from "#/http/endpoint.ts";
import { addTemplate, changeTemplate, previewTemplate, removeTemplate } from "./actions/save-template.ts";
import { getTemplate, listTemplates } from "./template-repo.ts";
import {
  ChangeMessageTemplate,
  CreateMessageTemplate,
  MessageTemplate,
  MessageTemplatePage,
  MessageTemplateQuery,
  PreviewTemplate,
  TemplateParams,
  TemplatePreview,
} from "./template-schemas.ts";

const read = { by: "user", permission: "communications:read" } as const;
const write = { by: "user", permission: "communications:write" } as const;
const base = "/admin/customer-communications/templates";

export const templateRoutes = [
  endpoint({
    ...read,
    method: "get",
    path: base,
    operationId: "listMessageTemplates",
    summary: "List the templates of messages",
    query: MessageTemplateQuery,
    response: MessageTemplatePage,
    handler: (ctx, { query }) => listTemplates(ctx, query),
  }),
  endpoint({
    ...write,
    method: "post",
    path: base,
    operationId: "addMessageTemplate",
    summary: "Add a template of messages",
    description: "A variable that its kind does not know is refused here, so that no customer ever sees one.",
    body: CreateMessageTemplate,
    response: MessageTemplate,
    status: 201,
    handler: (ctx, { body }) => addTemplate(ctx, body),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${base}/{template}`,
    operationId: "getMessageTemplate",
    summary: "Get a template by its name",
    params: TemplateParams,
    response: MessageTemplate,
    handler: (ctx, { params }) => getTemplate(ctx, params.template),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: `${base}/{template}`,
    operationId: "changeMessageTemplate",
    summary: "Change a template",
    description: "Messages that are queued already stay as they were written.",
    params: TemplateParams,
    body: ChangeMessageTemplate,
    response: MessageTemplate,
    handler: (ctx, { params, body }) => changeTemplate(ctx, { ...body, ...params }),
  }),
  endpoint({
    ...write,
    method: "delete",
    path: `${base}/{template}`,
    operationId: "removeMessageTemplate",
    summary: "Remove a template",
    params: TemplateParams,
    response: MessageTemplate,
    handler: (ctx, { params }) => removeTemplate(ctx, params.template),
  }),
  endpoint({
    ...read,
    method: "post",
    path: `${base}/{template}/preview`,
    operationId: "previewMessageTemplate",
    summary: "Preview what a template makes, and how many parts a text goes out in",
    description: "Nothing is sent or stored.",
    params: TemplateParams,
    body: PreviewTemplate,
    response: TemplatePreview,
    handler: (ctx, { params, body }) => previewTemplate(ctx, { ...body, ...params }),
  }),
];
