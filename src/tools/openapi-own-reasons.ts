/**
 * The reasons of each operation beside those that follow from its gate and its form (openapi-reasons.ts), separated by spaces. The last one of a
 * status is the example of that status. The client of the tests holds the list to every refusal that any test meets.
 */
const byOperation: Record<string, string> = {
  resolveTenant: "tenant.not_found",
  getLogo: "tenant.logo_not_found",
  logInPlatformAdmin: "platform.wrong_credentials",
  getTenant: "tenant.not_found",
  suspendTenant: "tenant.not_found platform.move_under_way platform.tenant_not_active",
  resumeTenant: "tenant.not_found platform.tenant_not_suspended",
  moveTenant:
    "platform.no_such_shard tenant.not_found platform.tenant_not_active platform.shards_differ platform.shard_not_ready platform.move_being_cancelled platform.move_overtaken platform.move_busy platform.move_under_way",
  getHealth: "shard.behind",
  sealAgain: "platform.no_such_shard",
  getDeadLetter: "dead_letter.not_found",
  replayDeadLetter: "dead_letter.not_found dead_letter.not_replayable dead_letter.discarded",
  discardDeadLetter: "dead_letter.not_found dead_letter.replayed",
  cancelMove: "tenant.not_found platform.move_overtaken platform.move_busy platform.no_move platform.move_too_far",
  changeOrganization:
    "organization.version_mismatch organization.changed_meanwhile organization.unknown_role organization.currency_not_in_use",
  setLogo: "organization.version_mismatch organization.changed_meanwhile organization.logo_not_an_image",
  removeLogo: "organization.version_mismatch organization.changed_meanwhile organization.logo_not_found",
  runJob: "job.not_found tenant.not_found job.not_of_one_business",
  suppressAddress: "mail_suppression.exists",
  releaseAddress: "mail_suppression.not_found",
  registerBusiness: "tenant.no_free_code tenant.no_shard_open auth.weak_password",
  logIn: "auth.wrong_credentials",
  refreshAccess: "auth.token_reused auth.invalid_refresh_token",
  confirmEmail: "auth.invalid_link",
  resendConfirmation: "auth.too_many_confirmations auth.email_already_confirmed",
  endSession: "session.not_found",
  changePassword: "auth.password_unchanged auth.weak_password auth.wrong_old_password",
  resetPassword: "auth.weak_password auth.invalid_link",
  addRole: "auth.cannot_grant role.too_many role.name_taken",
  getRole: "role.not_found",
  changeRole: "role.version_mismatch role.changed_meanwhile role.not_found auth.cannot_grant role.name_taken",
  removeRole: "role.version_mismatch role.changed_meanwhile role.not_found role.named_in_settings role.in_use",
  makeApiKey: "auth.cannot_grant api_key.expiry_in_past",
  getApiKey: "api_key.not_found",
  revokeApiKey: "api_key.version_mismatch api_key.changed_meanwhile api_key.not_found api_key.already_revoked",
  verifyMfa: "auth.invalid_challenge mfa.locked mfa.too_many_wrong_codes mfa.wrong_code",
  mailMfaCode: "auth.invalid_challenge mfa.locked mfa.too_many_wrong_codes mfa.no_email mfa.not_enabled",
  unlockMfa: "auth.invalid_link",
  enableMfa: "mfa.wrong_code mfa.not_set_up",
  renewBackupCodes: "mfa.not_enabled mfa.wrong_code",
  disableMfa: "mfa.wrong_code mfa.demanded_by_role mfa.not_enabled",
  logInWithGoogle: "sso.not_configured sso.provider_unreachable sso.invalid_token sso.business_missing sso.not_linked",
  unlinkGoogle: "sso.nothing_to_unlink sso.last_way_in",
  registerWithGoogle:
    "sso.not_configured sso.provider_unreachable sso.invalid_token tenant.no_free_code tenant.no_shard_open sso.email_unverified",
  linkGoogle: "sso.not_configured sso.provider_unreachable sso.invalid_token sso.identity_taken sso.provider_linked",
  logInWithApple: "sso.not_configured sso.provider_unreachable sso.invalid_token sso.business_missing sso.not_linked",
  unlinkApple: "sso.nothing_to_unlink sso.last_way_in",
  registerWithApple:
    "sso.not_configured sso.provider_unreachable sso.invalid_token tenant.no_free_code tenant.no_shard_open sso.email_unverified",
  linkApple: "sso.not_configured sso.provider_unreachable sso.invalid_token sso.identity_taken sso.provider_linked",
  logInWithMicrosoft:
    "sso.not_configured sso.provider_unreachable sso.microsoft_tenant_refused sso.invalid_token sso.business_missing sso.not_linked",
  unlinkMicrosoft: "sso.nothing_to_unlink sso.last_way_in",
  registerWithMicrosoft:
    "sso.not_configured sso.provider_unreachable sso.microsoft_tenant_refused sso.invalid_token tenant.no_free_code tenant.no_shard_open sso.email_unverified",
  linkMicrosoft:
    "sso.not_configured sso.provider_unreachable sso.microsoft_tenant_refused sso.invalid_token sso.identity_taken sso.provider_linked",
  addTechnician: "user.username_taken auth.weak_password",
  getTechnician: "technician.not_found",
  changeTechnician: "technician.version_mismatch technician.changed_meanwhile technician.not_found",
  inviteUser:
    "role.changed_meanwhile user.owner_email_unconfirmed user.unknown_role user.owners_only auth.cannot_grant user.technician_taken technician.not_found user.username_taken",
  getUser: "user.not_found",
  changeUser:
    "auth.reauthentication_required user.version_mismatch user.changed_meanwhile user.not_found user.beyond_your_permissions user.owners_only user.unknown_role auth.cannot_grant user.technician_taken technician.not_found user.last_owner",
  deactivateUser:
    "user.version_mismatch user.changed_meanwhile user.not_found user.beyond_your_permissions user.owners_only user.last_owner user.already_deactivated",
  reactivateUser:
    "user.version_mismatch user.changed_meanwhile user.not_found user.beyond_your_permissions user.owners_only user.not_deactivated",
  resendInvitation:
    "user.owner_email_unconfirmed user.version_mismatch user.changed_meanwhile user.not_found user.beyond_your_permissions user.owners_only user.not_invited",
  acceptInvitation: "auth.weak_password auth.invalid_link",
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
  getTechnicianCategoryCommission: "commission_config.not_found",
  setTechnicianCategoryCommission:
    "commission_config.version_mismatch commission_config.changed_meanwhile technician.not_found item_category.not_found",
  removeTechnicianCategoryCommission:
    "commission_config.not_found commission_config.version_mismatch commission_config.changed_meanwhile",
  getTechnicianCommission: "commission_config.not_found",
  setTechnicianCommission:
    "commission_config.version_mismatch commission_config.changed_meanwhile technician.not_found",
  removeTechnicianCommission:
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
  closePayPeriod:
    "pay_period.not_found pay_period.version_mismatch pay_period.changed_meanwhile pay_period.earlier_open pay_period.not_over pay_period.sales_pending",
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
  getOwnPayStatement: "technician.not_linked pay_period.not_found pay_statement.not_found",
  startImport:
    "import.permission_missing import.too_many import.not_utf8 import.no_rows import.too_many_rows import.broken_quotes import.column_twice import.column_missing",
  getImport: "import.not_found",
  exportImportRows: "import.not_found",
  recordSale:
    "technician.not_found item.not_found sale.in_future sale.technician_inactive sale.item_inactive sale.tax_above_price sale.technician_not_in_splits sale.discount_reason_required",
  recordOwnSale:
    "technician.not_linked technician.not_found item.not_found sale.in_future sale.technician_inactive sale.item_inactive sale.tax_above_price sale.technician_not_in_splits sale.discount_reason_required",
  listOwnSales: "technician.not_linked",
  listItemsToSell: "technician.not_linked",
  getOwnSale: "sale.not_found technician.not_linked",
  getSale: "sale.not_found",
  listSalePayments: "sale.not_found",
  changeSale:
    "sale.not_found sale.voided sale.version_mismatch sale.changed_meanwhile sale.not_pending sale.price_below_paid technician.not_found item.not_found sale.in_future sale.technician_inactive sale.item_inactive sale.tax_above_price sale.technician_not_in_splits sale.discount_reason_required",
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
  getDispatchJob: "dispatch_job.not_found",
  assignTechnician:
    "dispatch_job.version_mismatch dispatch_job.changed_meanwhile dispatch_job.not_found dispatch.wrong_transition technician.not_found dispatch.technician_inactive",
  listMyJobs: "technician.not_linked",
  getMyJob: "dispatch_job.not_found technician.not_linked",
  acknowledgeJob:
    "dispatch_job.version_mismatch dispatch_job.changed_meanwhile dispatch_job.not_found dispatch.wrong_transition technician.not_linked",
  reportJobStatus:
    "dispatch_job.version_mismatch dispatch_job.changed_meanwhile dispatch_job.not_found dispatch.wrong_transition technician.not_linked",
  streamDispatch: "dispatch.too_many_streams",
  reportPosition: "dispatch.technician_not_active technician.not_linked",
  addWebhookEndpoint: "webhook.too_many_endpoints webhook.unknown_event webhook.url_refused",
  getWebhookEndpoint: "webhook_endpoint.not_found",
  changeWebhookEndpoint:
    "webhook_endpoint.version_mismatch webhook_endpoint.changed_meanwhile webhook_endpoint.not_found webhook.unknown_event webhook.url_refused",
  removeWebhookEndpoint:
    "webhook_endpoint.version_mismatch webhook_endpoint.changed_meanwhile webhook_endpoint.not_found",
  listWebhookDeliveries: "webhook_endpoint.not_found",
};

/** The reasons that an operation has beside the common ones. */
export const ownReasons = (operationId: string): string[] => byOperation[operationId]?.split(" ") ?? [];
