import { eventsOf } from "#/kernel/events.ts";
import { FormFacts } from "./schemas.ts";
import { FormSubmission } from "./submission-schemas.ts";

const define = eventsOf(FormFacts, { entity: "form", permission: "forms:read", idIn: ({ id }) => id });
const defineFilled = eventsOf(FormSubmission, {
  ...{ entity: "form_submission", permission: "forms:read" },
  idIn: ({ id }) => id,
});

export const formPublished = define("form.published", "A version of a form was published");
export const formArchived = define("form.archived", "A form was taken out of use", {
  ...{ status: "archived", archived_at: "2026-05-01T14:00:00.000Z", version: 3 },
});
export const formSubmitted = defineFilled(
  "form.submitted",
  "A form was filled in and submitted, by a technician or by a link",
);
const open = { status: "reopened", submitted_at: null, submitted_by: null, version: 3 } as const;
export const formReopened = defineFilled("form.reopened", "The office gave a submitted form back to be corrected", {
  ...open,
  reopen_reason: "The serial number is missing",
});
export const formVoided = defineFilled("form.voided", "A submission of a form counts no longer", {
  ...{ status: "void", voided_at: "2026-03-29T14:00:00.000Z", void_reason: "Filled in for another job", version: 3 },
});

export const events = [formPublished, formArchived, formSubmitted, formReopened, formVoided];
