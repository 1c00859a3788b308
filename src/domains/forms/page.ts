import type { Ctx, OpenCtx } from "#/ctx.ts";
import { brandOf, brandOfLink, messagePage, publicPage } from "#/domains/documents/index.ts";
import type { Organization } from "#/domains/organization/index.ts";
import type { AppError } from "#/kernel/errors.ts";
import { Html, html } from "#/kernel/html.ts";
import { isOpen } from "./statuses.ts";
import type { Form, FormSubmission, FormVersion } from "./tables.ts";

type Opened = {
  ctx: Ctx;
  form: Form;
  submission: FormSubmission;
  version: FormVersion;
  organization: Organization | undefined;
};

/** The page on which a form is filled in. Its script shows the fields by what this says of them. */
export function formPage({ ctx, form, submission, version, organization }: Opened, nonce: string): string {
  const brand = brandOf(ctx, organization);
  const title = submission.formName;
  if (!isOpen(submission.status)) {
    const text =
      submission.status === "submitted"
        ? `The form was sent. Thank you! ${brand.name} has it.`
        : `This form is no longer needed. Questions? Ask ${brand.name}.`;
    return messagePage({ title, brand, nonce, scripts: ["/form/done.js"] }, text);
  }
  const { fields, formVersion } = version;
  const { answers, reopenReason, startedAt, id, version: edition } = submission;
  const said = { fields, formVersion, answers, startedAt, submission: `${id}-${edition}`, business: brand.name };
  const main = html`${reopenReason && html`<p class="notice bad">Please correct: ${reopenReason}</p>`}
<form class="sheet form" id="form" novalidate aria-labelledby="title">
<h1 id="title">${title}</h1>
${form.description && html`<p class="muted">${form.description}</p>`}
<p class="notice" id="state" role="status" hidden></p>
<div id="fields"></div>
<p class="problem" id="problems" role="alert" hidden></p>
<button id="send">Send</button>
</form>
<noscript><p class="notice bad">This form needs a browser with scripts.</p></noscript>
${new Html(`<script type="application/json" id="said">${JSON.stringify(said).replaceAll("<", "\\u003c")}</script>`)}`;
  return publicPage({ title, brand, nonce, main, scripts: ["/form/main.js"], styles: ["/form/form.css"] });
}

/**
 * For a form that does not open. Only where the link leads nowhere for good, what was filled in leaves the device; what a business that is down
 * or suspended has not got yet stays there.
 */
export const closedPage =
  (open: OpenCtx, token: string) =>
  async ({ message, kind }: AppError, nonce: string): Promise<string> => {
    const brand = await brandOfLink(open, token);
    return kind === "not_found" || kind === "gone"
      ? messagePage({ title: "This form cannot be shown", brand, nonce, scripts: ["/form/done.js"] }, message)
      : messagePage(
          { title: "Please try again later", brand, nonce },
          `${message} What you have filled in is kept on this device.`,
        );
  };
