export const formKinds = ["work_order", "inspection", "sign_off", "custom"] as const;
export type FormKind = (typeof formKinds)[number];

export const formStatuses = ["draft", "published", "archived"] as const;
export type FormStatus = (typeof formStatuses)[number];

export const appliesToAll = ["all", "job_type", "priority", "agreement_plan", "customer_tag"] as const;
export type AppliesTo = (typeof appliesToAll)[number];

/** What a job waits with until the form is submitted. */
export const dues = ["before_start", "before_complete"] as const;
export type Due = (typeof dues)[number];

export const submissionStatuses = ["in_progress", "submitted", "reopened", "void"] as const;
export type SubmissionStatus = (typeof submissionStatuses)[number];
/** Answers may still change. */
export const isOpen = (status: SubmissionStatus): boolean => status === "in_progress" || status === "reopened";

export const submissionSources = ["technician", "link"] as const;
export type SubmissionSource = (typeof submissionSources)[number];
