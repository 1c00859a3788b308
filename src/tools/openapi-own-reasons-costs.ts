const job = "dispatch_job.not_found";
const said = "job_costing.version_mismatch job_costing.changed_meanwhile";
const costed = `${job} job_costing.is_visit`;
const frozen = `${costed} job_costing.frozen`;

/** Reasons of operations about the costs of jobs, as those in openapi-own-reasons.ts. */
export const costReasons = {
  summarizeJobCosts: "job_costing.range_too_large",
  getJobCosts: costed,
  changeJobCosting: `${said} job_costing.original_is_recall job_costing.has_recalls job_costing.recall_of_itself ${frozen}`,
  freezeJobCosts: `${said} job_costing.is_recall ${frozen}`,
  unfreezeJobCosts: `${said} ${costed} job_costing.is_recall job_costing.not_frozen`,
  listManualJobCosts: job,
  addManualJobCost: `job_cost.vehicle_rate_missing job_cost.amount_zero job_cost.in_future ${frozen}`,
  removeManualJobCost: "job_cost.not_found job_cost.version_mismatch job_cost.changed_meanwhile job_costing.frozen",
  nameSaleOfJob: `sale.not_found job_costing.sale_of_other_job job_sale.changed_meanwhile ${frozen}`,
  unnameSaleOfJob: "job_sale.not_found job_costing.frozen",
};
