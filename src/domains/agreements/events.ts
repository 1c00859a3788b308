import { eventsOf } from "#/kernel/events.ts";
import { AgreementVisit, RecurringInvoice } from "./recurring-schemas.ts";
import { ExpiringAgreement, ServiceAgreement } from "./schemas.ts";

const permission = "agreements:read" as const;
const entity = "service_agreement";
const define = eventsOf(ServiceAgreement, { entity, permission, idIn: ({ id }) => id });
const defineVisit = eventsOf(AgreementVisit, { entity: "agreement_visit", permission, idIn: ({ id }) => id });
const defineRecurring = eventsOf(RecurringInvoice, {
  entity: "recurring_invoice",
  permission,
  idIn: ({ id }) => id,
});

const never = { activated_at: null, will_auto_renew: false, version: 1 } as const;
const over = { will_auto_renew: false, version: 5 } as const;
const suspended = { status: "suspended", will_auto_renew: false, suspended_on: "2026-05-04", version: 3 } as const;

export const agreementEvents = {
  created: define("agreement.created", "A service agreement was made, as a draft", { status: "draft", ...never }),
  updated: define("agreement.updated", "A service agreement was changed", { auto_renew: false, ...over }),
  activated: define("agreement.activated", "A service agreement is active from now on"),
  suspended: define("agreement.suspended", "A service agreement was suspended: it bills nothing and makes no visits", {
    ...suspended,
    suspend_reason: "The house is being rebuilt",
  }),
  resumed: define("agreement.resumed", "A suspended service agreement goes on", { version: 4 }),
  renewed: define("agreement.renewed", "A service agreement was auto-renewed", {
    ...{ id: 12, term_no: 2, renewed_from_id: 3, starts_on: "2027-01-31", ends_on: "2028-01-30", version: 1 },
  }),
  expired: define("agreement.expired", "A service agreement expired", {
    ...{ status: "expired", auto_renew: false, last_day: "2027-01-30", ...over },
  }),
  cancelled: define(
    "agreement.cancelled",
    "A service agreement was cancelled: `last_day` was the last day on which it was in force",
    {
      ...{ status: "cancelled", cancelled_on: "2026-07-31", last_day: "2026-07-31", cancel_reason: "Sold the house" },
      ...over,
    },
  ),
};
export const agreementExpiring = eventsOf(ExpiringAgreement, { entity, permission, idIn: ({ id }) => id })(
  "agreement.expiring",
  "A service agreement ends in 60, 30 or 7 days; told once for each, and not once it has its next term",
);

const withJob = { status: "scheduled", dispatch_job_id: 81, version: 2 } as const;
export const visitEvents = {
  scheduled: defineVisit("agreement.visit_scheduled", "A visit of a service agreement has its dispatch job", withJob),
  completed: defineVisit("agreement.visit_completed", "A visit of a service agreement is done", {
    ...{ ...withJob, status: "completed", completed_on: "2026-04-02", version: 3 },
  }),
  missed: defineVisit("agreement.visit_missed", "The window of a visit has passed and it is not done", {
    ...{ ...withJob, status: "missed", version: 3 },
  }),
  skipped: defineVisit(
    "agreement.visit_skipped",
    "A visit will not be done: its job was cancelled, or the office said so",
    {
      ...{ ...withJob, status: "skipped", version: 3 },
    },
  ),
};

export const recurringEvents = {
  paused: defineRecurring("recurring_invoice.paused", "A recurring invoice makes no invoices until it is resumed", {
    ...{ status: "paused", paused_on: "2026-03-02", pause_reason: "They dispute the price", version: 4 },
  }),
  resumed: defineRecurring("recurring_invoice.resumed", "A recurring invoice makes invoices again", { version: 5 }),
  behind: defineRecurring(
    "recurring_invoice.behind",
    "More periods of an agreement were due than are billed at once: `periods_left` wait until somebody bills them by run-now",
    { periods_left: 1, version: 4 },
  ),
};

export const events = [
  ...Object.values(agreementEvents),
  agreementExpiring,
  ...Object.values(visitEvents),
  ...Object.values(recurringEvents),
];
