import { attachment } from "#/http/attachment.ts";
import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { LogQuery } from "#/kernel/page.ts";
import { addAttachment } from "./actions/add-attachment.ts";
import { addNote } from "./actions/add-note.ts";
import { addSite } from "./actions/add-site.ts";
import { changeSite } from "./actions/change-site.ts";
import { removeAttachment } from "./actions/remove-attachment.ts";
import { openAttachment } from "./attachment-file.ts";
import { getSite, listAttachments, listNotes, listSites } from "./history-repo.ts";
import {
  AddCustomerNote,
  AddCustomerSite,
  AttachmentParams,
  AttachmentQuery,
  ChangeCustomerSite,
  CustomerAttachment,
  CustomerAttachmentPage,
  CustomerNote,
  CustomerNotePage,
  CustomerSite,
  CustomerSitePage,
  CustomerSiteQuery,
  SiteParams,
} from "./history-schemas.ts";

const read = { by: "user", permission: "customers:read" } as const;
const write = { by: "user", permission: "customers:write" } as const;

export const routes = [
  endpoint({
    ...read,
    method: "get",
    path: "/admin/customers/{id}/sites",
    operationId: "listCustomerSites",
    summary: "List the sites of a customer",
    description: "The places where they are served, at most 200.",
    params: IdParams,
    query: CustomerSiteQuery,
    response: CustomerSitePage,
    handler: (ctx, { params, query }) => listSites(ctx, { ...query, id: params.id }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/customers/{id}/sites",
    operationId: "addCustomerSite",
    summary: "Add a site of a customer",
    description:
      "A place where they are served, with how to get in and who can help. A search for its address finds the customer.",
    params: IdParams,
    body: AddCustomerSite,
    response: CustomerSite,
    status: 201,
    handler: (ctx, { params, body }) => addSite(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/admin/customers/{id}/sites/{site_id}",
    operationId: "getCustomerSite",
    summary: "Get a site of a customer",
    params: SiteParams,
    response: CustomerSite,
    handler: (ctx, { params }) => getSite(ctx, params),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: "/admin/customers/{id}/sites/{site_id}",
    operationId: "changeCustomerSite",
    summary: "Change a site of a customer",
    description: "`contacts` replaces all of them.",
    params: SiteParams,
    body: ChangeCustomerSite,
    response: CustomerSite,
    handler: (ctx, { params, body }) => changeSite(ctx, { ...body, ...params }),
  }),
  endpoint({
    ...write,
    method: "delete",
    path: "/admin/customers/{id}/sites/{site_id}",
    operationId: "removeCustomerSite",
    summary: "Remove a site of a customer",
    description: "It is archived: what was done there still names it, and PATCH with `archived: false` takes it back.",
    params: SiteParams,
    response: CustomerSite,
    handler: (ctx, { params }) => changeSite(ctx, { ...params, archived: true }),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/admin/customers/{id}/notes",
    operationId: "listCustomerNotes",
    summary: "List the notes about a customer",
    description: "The newest first.",
    params: IdParams,
    query: LogQuery,
    response: CustomerNotePage,
    handler: (ctx, { params, query }) => listNotes(ctx, { ...query, id: params.id }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/customers/{id}/notes",
    operationId: "addCustomerNote",
    summary: "Add a note about a customer",
    description: "It keeps its author and time, and is never changed.",
    params: IdParams,
    body: AddCustomerNote,
    response: CustomerNote,
    status: 201,
    handler: (ctx, { params, body }) => addNote(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/admin/customers/{id}/attachments",
    operationId: "listCustomerAttachments",
    summary: "List the attachments of a customer",
    description: "The newest first, at most 500.",
    params: IdParams,
    query: LogQuery,
    response: CustomerAttachmentPage,
    handler: (ctx, { params, query }) => listAttachments(ctx, { ...query, id: params.id }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/admin/customers/{id}/attachments",
    operationId: "addCustomerAttachment",
    summary: "Add an attachment of a customer",
    description: "The body is the file itself, up to 10 MiB.",
    params: IdParams,
    query: AttachmentQuery,
    upload: {
      types: ["image/jpeg", "image/png", "image/webp", "image/heic", "image/gif", "application/pdf", "text/plain"],
      maxBytes: 10 * 1024 * 1024,
      example: btoa("not looked at"),
    },
    response: CustomerAttachment,
    status: 201,
    handler: (ctx, { params, query, file }) =>
      addAttachment(ctx, { id: params.id, name: query.name, bytes: file.bytes, type: file.type }),
  }),
  rawEndpoint({
    ...read,
    method: "get",
    path: "/admin/customers/{id}/attachments/{attachment_id}/file",
    operationId: "getCustomerAttachment",
    summary: "Get the file of an attachment",
    description: "In the type in which it came, to be saved and not shown.",
    params: AttachmentParams,
    contentType: "application/octet-stream",
    example: "the bytes of the file",
    handler: async (ctx, { params }) => {
      const { body, name, type } = await openAttachment(ctx, params);
      return new Response(body, { headers: { "Content-Type": type, "Content-Disposition": attachment(name) } });
    },
  }),
  endpoint({
    ...write,
    method: "delete",
    path: "/admin/customers/{id}/attachments/{attachment_id}",
    operationId: "removeCustomerAttachment",
    summary: "Remove an attachment of a customer",
    description: "With its file, for good.",
    params: AttachmentParams,
    response: CustomerAttachment,
    handler: (ctx, { params }) => removeAttachment(ctx, params),
  }),
];
