import type { Ctx } from "./ctx.ts";
import type { Statement } from "./db/tenant/client.ts";

// Apart from domains.ts, which leads to every domain: jobs wait for forms that are required of them, and come before forms.

type Missing = { id: number; name: string };
type MissingForms = (
  ctx: Ctx,
  jobId: number,
  due: "before_start" | "before_complete",
) => Statement & {
  _: { result: Missing[] };
};

/** The module that knows what is required. */
const forms: () => Promise<{ missingForms: MissingForms }> = () => import("./domains/forms/required-repo.ts");

/** The forms without which a job cannot get this status, for a load; nothing where the status waits for none. */
export async function missingFormsFor(ctx: Ctx, jobId: number, status: string) {
  const due = status === "in_progress" ? "before_start" : status === "completed" ? "before_complete" : undefined;
  return due && (await forms()).missingForms(ctx, jobId, due);
}
