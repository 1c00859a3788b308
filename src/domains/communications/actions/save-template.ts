import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { customerNamed } from "#/domains/customers/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { subjectMissing, textTooLong, unknownVariables } from "../errors.ts";
import { unknownIn, variables } from "../placeholders.ts";
import { shownTemplate } from "../present.ts";
import { commonValues, renderTemplate } from "../queue-message.ts";
import { segmentsOf } from "../segments.ts";
import { type MessageTemplate, templates } from "../tables.ts";
import { templateNamed } from "../template-repo.ts";

const LONGEST_TEXT = 1600;

type Written = Pick<MessageTemplate, "kind" | "channel" | "category" | "subject" | "body">;

/** Refuses what no message could be made of: variables that its kind does not know, a mail without a subject. */
function assertWritable({ kind, channel, subject, body }: Written): void {
  for (const [field, text] of Object.entries({ subject: subject ?? "", body })) {
    const unknown = unknownIn(text, kind);
    if (unknown.length > 0) throw unknownVariables(field, unknown, variables[kind]);
  }
  if (channel === "email" && subject === null) throw subjectMissing();
  if (channel === "sms" && body.length > LONGEST_TEXT) throw textTooLong(LONGEST_TEXT, segmentsOf(body).segments);
}

type Given = Pick<MessageTemplate, "name" | "kind" | "channel" | "category" | "body"> & {
  subject?: string | null | undefined;
};

export async function addTemplate(ctx: Ctx, { subject = null, ...given }: Given) {
  const written = { ...given, subject: given.channel === "sms" ? null : subject };
  assertWritable(written);
  const part = templates.insert(ctx, { id: templates.newId(), ...written });
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: shownTemplate(part.row) });
}

type Change = { template: string } & {
  [K in "kind" | "category" | "subject" | "body"]?: MessageTemplate[K] | undefined;
};

export async function changeTemplate(ctx: Ctx, { template: name, ...change }: Change) {
  const { row } = await load(ctx, { row: templateNamed(ctx, name) });
  templates.assertCurrent(ctx, row);
  const part = templates.change(ctx, row, change as Partial<MessageTemplate>);
  assertWritable(part.row);
  return await commit(ctx, { parts: [part], audit: { action: "change", of: part }, result: shownTemplate(part.row) });
}

/** What was made from it stays; what names it later is refused. */
export async function removeTemplate(ctx: Ctx, name: string) {
  const { row } = await load(ctx, { row: templateNamed(ctx, name) });
  templates.assertCurrent(ctx, row);
  const part = templates.remove(ctx, row);
  return await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: shownTemplate(row) });
}

type Preview = { template: string; customerId?: number | undefined; variables?: Record<string, string> | undefined };

/** What a message would say, and what a text would cost. */
export async function previewTemplate(ctx: Ctx, { template: name, customerId, variables: given }: Preview) {
  const { template, organization, customer } = await load(ctx, {
    template: templateNamed(ctx, name),
    organization: organizationOf(ctx),
    customer: customerId === undefined ? undefined : customerNamed(ctx, customerId, "customer_id"),
  });
  const written = renderTemplate(template, { ...commonValues(ctx, organization, customer), ...given });
  const size = template.channel === "sms" ? segmentsOf(written.body) : undefined;
  return { segments: null, encoding: null, characters: null, ...written, ...size };
}
