/** Reasons of operations about money, as those in openapi-own-reasons.ts. */
export const moneyReasons = {
  addItem: "item.sku_taken item_category.not_found",
  getItem: "item.not_found",
  changeItem: "item.version_mismatch item.changed_meanwhile item.not_found item.sku_taken item_category.not_found",
  addItemCategory:
    "item_category.not_found item_category.too_deep item_category.too_many item_category.name_taken item_category.changed_meanwhile item_category.version_mismatch",
  getItemCategory: "item_category.not_found",
  changeItemCategory:
    "item_category.not_found item_category.version_mismatch item_category.changed_meanwhile item_category.name_taken item_category.circle item_category.too_deep",
  removeItemCategory:
    "item_category.not_found item_category.version_mismatch item_category.changed_meanwhile item_category.not_empty",
  previewCommission: "technician.not_found item.not_found",
  getCommission: "commission_config.not_found",
  setCommission:
    "commission_config.version_mismatch commission_config.changed_meanwhile technician.not_found item.not_found",
  removeCommission:
    "commission_config.not_found commission_config.version_mismatch commission_config.changed_meanwhile",
  getItemCommission: "commission_config.not_found",
  setItemCommission: "commission_config.version_mismatch commission_config.changed_meanwhile item.not_found",
  removeItemCommission:
    "commission_config.not_found commission_config.version_mismatch commission_config.changed_meanwhile",
  getCategoryCommission: "commission_config.not_found",
  setCategoryCommission:
    "commission_config.version_mismatch commission_config.changed_meanwhile item_category.not_found",
  removeCategoryCommission:
    "commission_config.not_found commission_config.version_mismatch commission_config.changed_meanwhile",
  getDefaultCommission: "commission_config.not_found",
  setDefaultCommission: "commission_config.version_mismatch commission_config.changed_meanwhile",
  removeDefaultCommission:
    "commission_config.not_found commission_config.version_mismatch commission_config.changed_meanwhile",
  getPaySchedule: "pay_schedule.not_found",
  setPaySchedule:
    "pay_schedule.version_mismatch pay_schedule.changed_meanwhile pay_schedule.starts_too_early pay_schedule.starts_too_late pay_period.version_mismatch pay_period.changed_meanwhile",
  getPayPeriod: "pay_period.not_found",
  listPayStatements: "pay_period.not_found",
  getPayStatement: "pay_period.not_found pay_statement.not_found",
  listPayLines: "pay_period.not_found",
  addPayAdjustment:
    "pay_period.not_found pay_period.version_mismatch pay_period.changed_meanwhile technician.not_found pay_period.not_open",
  addPaymentAccount:
    "payment_account.setting_missing payment_account.bad_secret payment_account.exists payment_account.only_stripe",
  changePaymentAccount:
    "payment_account.version_mismatch payment_account.changed_meanwhile payment_account.not_found payment_account.setting_missing payment_account.bad_secret payment_account.only_stripe",
  getPaymentAccount: "payment_account.not_found",
  removePaymentAccount: "payment_account.version_mismatch payment_account.changed_meanwhile payment_account.not_found",
  receiveStripeWebhook:
    "payment_account.not_found payment_webhook.too_large payment_webhook.unreadable payment_webhook.bad_signature",
  receiveSquareWebhook:
    "payment_account.not_found payment_webhook.too_large payment_webhook.unreadable payment_webhook.bad_signature",
  receivePayPalWebhook:
    "payment_account.not_found payment_webhook.too_large payment_webhook.unreadable payment_webhook.provider_unreachable payment_webhook.bad_signature",
  getProviderTransaction: "provider_transaction.not_found",
  getReconciliationRun: "reconciliation_run.not_found",
  confirmMatch:
    "payment_match.not_found payment_match.version_mismatch payment_match.changed_meanwhile provider_transaction.changed_meanwhile sale.changed_meanwhile sale.not_found sale.voided sale.payment_above_balance sale.refund_above_paid payment_match.not_matchable payment_match.above_open_amount payment_match.rejected",
  rejectMatch:
    "payment_match.not_found payment_match.version_mismatch payment_match.changed_meanwhile provider_transaction.changed_meanwhile sale.changed_meanwhile sale.not_found sale.voided sale.refund_above_paid sale.has_refunds",
  closePayPeriod:
    "pay_period.not_found pay_period.version_mismatch pay_period.changed_meanwhile pay_period.earlier_open pay_period.not_over pay_period.sales_pending pay_period.entries_open pay_period.timesheets_wait",
  reopenPayPeriod:
    "pay_period.not_found pay_period.version_mismatch pay_period.changed_meanwhile pay_period.not_closed pay_period.paid pay_period.later_closed",
  markPayPeriodPaid:
    "pay_period.not_found pay_period.version_mismatch pay_period.changed_meanwhile pay_period.not_closed pay_period.paid_in_future",
  listOwnPayPeriods: "technician.not_linked",
  listOwnPayLines: "technician.not_linked pay_period.not_found",
  exportCommissionStatement: "pay_period.not_found pay_statement.not_found",
  exportPayPeriod: "pay_period.not_found",
  exportOwnCommissionStatement: "technician.not_linked pay_period.not_found pay_statement.not_found",
  exportPayPeriodLines: "pay_period.not_found",
  exportPayStatements: "pay_period.not_found",
  exportPayroll: "pay_period.not_found",
  getOwnPayStatement: "technician.not_linked pay_period.not_found pay_statement.not_found",
  startImport:
    "import.permission_missing import.too_many import.not_utf8 import.no_rows import.too_many_rows import.broken_quotes import.column_twice import.column_missing",
  getImport: "import.not_found",
  exportImportRows: "import.not_found",
  recordSale:
    "technician.not_found item.not_found sale.in_future sale.technician_inactive sale.item_inactive sale.tax_above_price sale.technician_not_in_splits sale.discount_reason_required customer.not_found customer_site.not_found customer.changed_meanwhile",
  recordOwnSale:
    "technician.not_linked technician.not_found item.not_found sale.in_future sale.technician_inactive sale.item_inactive sale.tax_above_price sale.technician_not_in_splits sale.discount_reason_required customer.not_found customer_site.not_found customer.changed_meanwhile",
  listOwnSales: "technician.not_linked",
  getOwnSale: "sale.not_found technician.not_linked",
  getSale: "sale.not_found",
  listSalePayments: "sale.not_found",
  changeSale:
    "sale.not_found sale.voided sale.version_mismatch sale.changed_meanwhile sale.not_pending sale.price_below_paid technician.not_found item.not_found sale.in_future sale.technician_inactive sale.item_inactive sale.tax_above_price sale.technician_not_in_splits sale.discount_reason_required customer.not_found customer_site.not_found customer.changed_meanwhile",
  changePaymentStatus:
    "sale.not_found sale.voided sale.version_mismatch sale.changed_meanwhile sale.payment_above_balance sale.refund_above_paid sale.amount_required sale.amount_not_taken sale.payment_in_future sale.has_refunds",
  voidSale: "sale.not_found sale.version_mismatch sale.changed_meanwhile",
  approveSale:
    "sale.not_found sale.voided sale.version_mismatch sale.changed_meanwhile sale.rejected sale.own_approval",
  approveSales: "sale.changed_meanwhile",
  rejectSale: "sale.not_found sale.voided sale.version_mismatch sale.changed_meanwhile sale.not_pending",
  resubmitSale: "sale.not_found sale.voided sale.version_mismatch sale.changed_meanwhile sale.not_rejected",
  returnSale:
    "sale.not_found sale.voided sale.version_mismatch sale.changed_meanwhile sale.not_approved sale.settled sale.has_refunds",
  listItemsToSell: "technician.not_linked",
};
