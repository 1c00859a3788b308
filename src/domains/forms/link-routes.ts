import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { answerPage, pageResponse } from "#/http/page.ts";
import { SentByLink, UploadedByLink } from "./job-schemas.ts";
import { openForm, submitByLink, uploadByLink } from "./online.ts";
import { closedPage, formPage } from "./page.ts";
import { FileOfForm, FileQuery, LinkParams, SubmitForm } from "./submission-schemas.ts";

const link = { by: "anyone", params: LinkParams } as const;

/** The page of a form, at `/f/...`, and what it sends: whoever has the link may. */
export const linkRoutes = [
  rawEndpoint({
    ...link,
    method: "get",
    path: "/f/{token}",
    operationId: "openForm",
    summary: "Open the page of a form",
    description: "For whoever got the link. It works without a network once it was opened, and sends later.",
    contentType: "text/html; charset=utf-8",
    example: "<!doctype html>",
    handler: (open, { params: { token } }, c) =>
      answerPage(
        c.req.raw,
        async (nonce) => {
          const opened = await openForm(open, token);
          return pageResponse(formPage(opened, nonce), nonce);
        },
        closedPage(open, token),
      ),
  }),
  endpoint({
    ...link,
    method: "post",
    path: "/f/{token}/files",
    operationId: "uploadByFormLink",
    summary: "Add a photo, file or signature by the link of a form",
    description: "The body is the file itself, up to 10 MiB. The same file again is the one that is there.",
    query: FileQuery,
    upload: FileOfForm,
    response: UploadedByLink,
    status: 201,
    handler: (open, { params: { token }, query, file }) => uploadByLink(open, token, { ...query, file }),
  }),
  endpoint({
    ...link,
    method: "post",
    path: "/f/{token}/submit",
    operationId: "submitByFormLink",
    summary: "Submit a form by its link",
    description:
      "Once. The answers go over those that are there already, which a technician may have given meanwhile; null takes one away. The same `client_event_id` again changes nothing: a device sends until it has an answer.",
    body: SubmitForm,
    response: SentByLink,
    handler: (open, { params: { token }, body }) => submitByLink(open, token, body),
  }),
];
