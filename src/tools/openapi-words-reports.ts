const ofDefinition = (schema: string) => ({
  [`${schema}.columns`]: "Columns of the dataset that a list shows, in their order; none where it is summed up.",
  [`${schema}.filters`]: "Conditions, all of which hold for each row.",
  [`${schema}.group_by`]: "Columns whose values make the groups; each group is a row.",
  [`${schema}.aggregations`]: "What is summed up of each group, or of all rows where there are no groups.",
  [`${schema}.sort`]: "What the rows are sorted by, the first of these before the others.",
  [`${schema}.column`]: "The column of the dataset that is meant.",
  [`${schema}.fn`]: "How it is summed up; which there are follows from the type of the column.",
});

/** The words of openapi-words.ts that are about reports. */
export const reportWords: Record<string, string> = {
  ...ofDefinition("CreateReport"),
  ...ofDefinition("ChangeReport"),
  ...ofDefinition("Report"),
  ...ofDefinition("ReportDefinition"),
  "ReportDatasets.columns": "Its columns, each with what can be done with it.",
  "ReportPreview.columns": "The columns of the answer, in their order.",
  report_id: "The report.",
  report_name: "What the report was called when it was run.",
  row_count: "Rows of the file.",
  schedule_id: "The schedule that it is for; null: none.",
  due_at: "The moment of the schedule that it is for; null for a test.",
  is_test: "Whether somebody has asked for it to try the schedule out.",
  "ReportRun.triggered_by": "Whether somebody has asked for it, or a schedule.",
  consecutive_failures: "How often its report has failed since it last worked.",
};
