import { IdText, InstantOut, line, namesAField, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { conditionOps, fieldTypes } from "./fields.ts";
import { MOST_PATTERN } from "./pattern.ts";
import { appliesToAll, dues, formKinds, formStatuses } from "./statuses.ts";

/** Most fields of a form. */
const MOST_FIELDS = 200;

const Key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, "must begin with a letter and have only a to z, digits and _, at most 63")
  .refine((key) => key !== "constructor", "is a name that programs keep for themselves: take another")
  .openapi({ description: "the name of the answer; unique in the form", example: "filter_changed" });
const Scalar = z.union([z.string().max(500), z.number(), z.boolean()]);
const Value = z.union([z.string().max(500), z.number(), z.boolean(), z.array(Scalar).max(100)]);

const Condition = z
  .strictObject({
    key: z.string().max(63).openapi({ description: "of the field whose answer is looked at" }),
    op: z.enum(conditionOps).openapi({
      description:
        "eq, ne: is this value, is it not; in: is one of these; gt, lt: comes after, before; is_set: was answered, or with `value` false was not. Of several choices any may meet it",
    }),
    value: Value.optional().openapi({ description: "a list for `in`, else one value" }),
  })
  .openapi("FormCondition", { example: { key: "result", op: "eq", value: "fail" } });
const Conditions = z.array(Condition).min(1).max(20);

export const FormField = z
  .strictObject({
    key: Key,
    label: line(200).openapi({ description: "the question, as people read it" }),
    type: z.enum(fieldTypes),
    required: z.boolean().optional().openapi({ description: "it must be answered, where it shows" }),
    help: prose(1000).optional().openapi({ description: "what explains it; the text of an instruction" }),
    options: z
      .array(
        z.strictObject({
          value: line(100).openapi({ description: "what the answer says" }),
          label: line(200).openapi({ description: "what people read" }),
          score: z.number().min(-10_000).max(10_000).optional().openapi({ description: "what choosing it brings" }),
        }),
      )
      .max(100)
      .optional()
      .openapi({ description: "what a select or multi_select offers" }),
    repeat: z.boolean().optional().openapi({
      description:
        "of a section: its fields are answered once for each entry, such as each unit serviced. Its answer is a list of entries",
    }),
    min: z.number().optional().openapi({ description: "least number or rating, or how many at least" }),
    max: z.number().optional().openapi({ description: "greatest number or rating, or how many at most" }),
    min_length: z.int().min(0).optional().openapi({ description: "least characters of a text" }),
    max_length: z.int().min(1).optional().openapi({ description: "most characters of a text" }),
    pattern: z.string().min(1).max(MOST_PATTERN).optional().openapi({
      description:
        "what the whole text must look like: characters, classes in [ ], \\d, \\w, \\s, and ?, *, + or {n,m} behind each; without groups",
      example: "[A-Z]{2}-\\d{4}",
    }),
    unit: line(20).optional().openapi({ description: "behind a number", example: "psi" }),
    default: Value.optional().openapi({ description: "what a page fills in" }),
    visible_if: z
      .strictObject({
        all: Conditions.optional().openapi({ description: "each of them must hold" }),
        any: Conditions.optional().openapi({ description: "one of them must hold" }),
      })
      .refine(({ all, any }) => all !== undefined || any !== undefined, "needs `all` or `any`")
      .optional()
      .openapi({
        description:
          "it shows where each of `all` holds and one of `any`; absent: always. What does not show is neither required nor kept. A section hides what is in it",
      }),
  })
  .openapi("FormField", {
    example: { key: "result", label: "Result", type: "select", options: [{ value: "pass", label: "Pass", score: 1 }] },
  });
const Fields = z
  .array(FormField)
  .max(MOST_FIELDS)
  .openapi({ description: "in their order; what follows a `section` is in it" });

const fieldsExample = [
  {
    key: "result",
    label: "Result",
    type: "select" as const,
    required: true,
    options: [
      { value: "pass", label: "Pass", score: 1 },
      { value: "fail", label: "Fail", score: 0 },
    ],
  },
  {
    key: "reason",
    label: "What is wrong?",
    type: "textarea" as const,
    required: true,
    visible_if: { all: [{ key: "result", op: "eq" as const, value: "fail" }] },
  },
];

const facts = {
  id: z.int(),
  name: z.string(),
  description: z.string().nullable(),
  kind: z.enum(formKinds),
  status: z.enum(formStatuses),
  current_version: z.int(),
  published_at: InstantOut.nullable(),
  archived_at: InstantOut.nullable(),
  created_by: z.string(),
  created_at: InstantOut,
  updated_at: InstantOut,
  version: z.int().openapi({ description: "also the ETag" }),
};
const factsExample = {
  id: 3,
  name: "Furnace inspection",
  description: "For every yearly visit",
  kind: "inspection" as const,
  status: "published" as const,
  current_version: 1,
  published_at: "2026-03-01T14:00:00.000Z",
  archived_at: null,
  created_by: "user:1",
  created_at: "2026-03-01T13:00:00.000Z",
  updated_at: "2026-03-01T14:00:00.000Z",
  version: 2,
};
export const FormFacts = z.object(facts).openapi("FormFacts", { example: factsExample });
export const FormPage = pageOf("FormPage", FormFacts);
export const Form = z
  .object({ ...facts, fields: Fields })
  .openapi("Form", { example: { ...factsExample, fields: fieldsExample } });

const Name = line(120);
export const AddForm = z
  .strictObject({
    name: Name,
    description: prose(1000).optional(),
    kind: z.enum(formKinds).default("custom"),
    fields: Fields.default([]),
  })
  .openapi("AddForm", { example: { name: "Furnace inspection", kind: "inspection", fields: fieldsExample } });
export const ChangeForm = z
  .strictObject({
    name: Name.optional(),
    description: prose(1000).nullable().optional(),
    kind: z.enum(formKinds).optional(),
    fields: Fields.optional().openapi({ description: "of the next version: replaces all of them" }),
  })
  .refine(...namesAField)
  .openapi("ChangeForm", { example: { description: "For every yearly visit" } });
export const ArchiveForm = z
  .strictObject({ archived: z.boolean().openapi({ description: "false: back into use" }) })
  .openapi("ArchiveForm", { example: { archived: true } });
export const DuplicateForm = z
  .strictObject({ name: Name.openapi({ description: "of the new form" }) })
  .openapi("DuplicateForm", { example: { name: "Furnace inspection, short" } });

export const FormQuery = PageQuery.extend({
  status: z.enum(formStatuses).optional(),
  kind: z.enum(formKinds).optional().openapi({ description: "only forms of this kind" }),
  sort: sortBy("id", "updated_at"),
});

const version = {
  form_id: z.int(),
  form_version: z.int(),
  fields: Fields,
  published_at: InstantOut,
  published_by: z.string(),
  superseded_at: InstantOut.nullable(),
};
const versionExample = {
  form_id: 3,
  form_version: 1,
  fields: fieldsExample,
  published_at: "2026-03-01T14:00:00.000Z",
  published_by: "user:1",
  superseded_at: null,
};
export const FormVersion = z.object(version).openapi("FormVersion", { example: versionExample });
export const FormVersions = pageOf("FormVersions", FormVersion);

const assignment = {
  form_id: z.int().openapi({ description: "the form that the jobs need" }),
  applies_to: z.enum(appliesToAll),
  value: z.string(),
  due: z.enum(dues),
  required: z.boolean(),
};
const assignmentExample = {
  form_id: 3,
  applies_to: "job_type" as const,
  value: "maintenance",
  due: "before_complete" as const,
  required: true,
};
export const FormAssignment = z
  .object({
    id: z.int(),
    ...assignment,
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int().openapi({ description: "also the ETag" }),
  })
  .openapi("FormAssignment", {
    example: {
      id: 5,
      ...assignmentExample,
      created_by: "user:1",
      created_at: "2026-03-01T14:10:00.000Z",
      updated_at: "2026-03-01T14:10:00.000Z",
      version: 1,
    },
  });
export const FormAssignmentPage = pageOf("FormAssignmentPage", FormAssignment);
export const AddFormAssignment = z
  .strictObject({
    form_id: z.int().positive(),
    applies_to: z.enum(appliesToAll),
    value: line(100).optional(),
    due: z.enum(dues).default("before_complete"),
    required: z.boolean().default(true),
  })
  .openapi("AddFormAssignment", { example: assignmentExample });
export const FormAssignmentQuery = PageQuery.extend({
  form_id: IdText.optional(),
  sort: sortBy("id", "updated_at"),
});
