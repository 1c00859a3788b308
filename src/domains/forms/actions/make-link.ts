import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { customerNamed, holdCustomer, primaryOf } from "#/domains/customers/index.ts";
import { customerOfJob, type DispatchJobRow, dispatchJobs } from "#/domains/dispatch/index.ts";
import { newDocumentLink } from "#/domains/documents/index.ts";
import { planMail } from "#/domains/mail/index.ts";
import { formNotPublished, nobodyToMail, wrongStatus } from "../errors.ts";
import { isOpen } from "../statuses.ts";
import { submissionOfJob } from "../submission-repo.ts";
import { type FormSubmission, forms, submissions } from "../tables.ts";

type Asked = {
  formId: number;
  jobId?: number | undefined;
  customerId?: number | undefined;
  to?: string | undefined;
  message?: string | undefined;
  mail: boolean;
  days: number;
};
export type MadeLink = { submission: FormSubmission; url: string; expiresAt: FormSubmission["createdAt"] };

/**
 * A link by which a form is filled in without signing in: to what was begun for the job, or to a submission of its own. So it brings one
 * submission, however often it is opened. `check` refuses a job that the caller must not see.
 */
export async function makeLink(
  ctx: Ctx,
  { formId, jobId, customerId, to: named, message = "", mail, days }: Asked,
  check: (job: DispatchJobRow) => unknown = () => undefined,
): Promise<MadeLink> {
  const { form, job, customer, begun, id } = await load(ctx, {
    form: forms.one(ctx, formId, jobId === undefined || customerId !== undefined ? "form_id" : undefined),
    job: jobId === undefined ? undefined : dispatchJobs.one(ctx, jobId, "job_id"),
    customer:
      customerId !== undefined
        ? customerNamed(ctx, customerId, "customer_id")
        : jobId === undefined
          ? undefined
          : customerOfJob(ctx, jobId),
    begun: jobId === undefined ? undefined : submissionOfJob(ctx, jobId, formId),
    id: submissions.nextId(ctx),
  });
  if (job) check(job);
  if (form.status !== "published") throw formNotPublished(formId, "form_id");
  if (begun && !isOpen(begun.status)) throw wrongStatus(begun.id, begun.status);
  const to = named ?? primaryOf(customer?.emails)?.address;
  if (mail && to === undefined) throw nobodyToMail();

  const part = begun
    ? undefined
    : submissions.insert(ctx, {
        ...{ id, formId, formVersion: form.currentVersion, formName: form.name, status: "in_progress", source: "link" },
        ...{ jobId: job?.id ?? null, customerId: customer?.id ?? null, technicianId: job?.technicianId ?? null },
        ...{ answers: {}, startedAt: ctx.now },
      });
  const submission = begun ?? part?.row;
  if (!submission) throw new Error("A link needs a submission."); // one of both is there
  const { url, expiresAt, write } = await newDocumentLink(ctx, { kind: "form", documentId: submission.id, days });
  const data = { name: customer?.name ?? "there", form: form.name, message, link: url };
  return await commit(ctx, {
    parts: [
      part ?? submissions.hold(ctx, submission),
      write,
      ...(part && customer ? holdCustomer(ctx, customer.id) : []),
      mail && to !== undefined && (await planMail(ctx, { to, template: "form-link", data })),
    ],
    audit: {
      ...{ action: "make_link", entity: submissions.entity, id: submission.id },
      details: { form_id: formId, ...(mail && { to }) },
    },
    result: { submission, url, expiresAt },
  });
}
