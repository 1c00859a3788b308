/** Reasons of operations about estimates, as those in openapi-own-reasons.ts. */
const row = "estimate.not_found estimate.version_mismatch estimate.changed_meanwhile";
const named = "customer.not_found customer_site.not_found customer.changed_meanwhile technician.not_found";
const offer =
  "document.unknown_tax_rate document.unknown_item document.discount_too_large document.too_large document.untaxed_with_rates document.two_rate_fields estimate.options_and_lines estimate.option_twice estimate.discount_of_options estimate.ends_before_date";
const drafted = `${named} ${offer} dispatch_job.not_found estimate.customer_missing`;
const sent =
  "estimate.number_taken estimate.recipient_missing estimate.archived estimate.not_sendable estimate.expired estimate.empty";
const answered =
  "estimate.not_sent estimate.accepted estimate.declined estimate.expired estimate.archived estimate.revised";
const choice = "estimate.option_missing estimate.option_unknown estimate.line_not_optional";
const sale =
  "technician.not_found item.not_found sale.technician_inactive sale.item_inactive sale.tax_above_price estimate.technician_missing estimate.item_missing";
const invoice =
  "invoice.source_taken invoice.number_taken customer.not_found customer_site.not_found dispatch_job.not_found customer.changed_meanwhile";
const link = "document_link.unknown document_link.ended estimate.newer_version";

export const estimateReasons = {
  createEstimate: drafted,
  getEstimate: "estimate.not_found",
  changeEstimate: `${row} ${named} ${offer} estimate.not_draft`,
  deleteEstimate: `${row} estimate.not_draft estimate.sent_before`,
  archiveEstimate: row,
  duplicateEstimate: "estimate.not_found",
  listEstimateRevisions: "estimate.not_found",
  getEstimateAcceptance: "estimate.not_found estimate_acceptance.not_found",
  getEstimatePdf: "estimate.not_found",
  sendEstimate: `${row} ${sent}`,
  reviseEstimate: `${row} estimate.not_revisable`,
  acceptEstimate: `${row} ${answered} ${choice} estimate.total_differs`,
  declineEstimate: `${row} ${answered}`,
  convertEstimate: `${row} estimate.not_accepted estimate.expired ${sale} ${invoice}`,
  createOwnEstimate: `${drafted} technician.not_linked`,
  listOwnEstimates: "technician.not_linked",
  getOwnEstimate: "estimate.not_found technician.not_linked",
  sendOwnEstimate: `${row} ${sent} technician.not_linked`,
  getOwnEstimatePdf: "estimate.not_found technician.not_linked",
  openEstimate: link,
  acceptEstimateOnline: link,
  declineEstimateOnline: link,
  openEstimatePdf: link,
};
