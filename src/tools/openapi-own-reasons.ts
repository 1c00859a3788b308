import { agreementReasons } from "./openapi-own-reasons-agreements.ts";
import { analyticsReasons } from "./openapi-own-reasons-analytics.ts";
import { communicationReasons } from "./openapi-own-reasons-communications.ts";
import { costReasons } from "./openapi-own-reasons-costs.ts";
import { dispatchReasons } from "./openapi-own-reasons-dispatch.ts";
import { documentReasons } from "./openapi-own-reasons-documents.ts";
import { estimateReasons } from "./openapi-own-reasons-estimates.ts";
import { eventReasons } from "./openapi-own-reasons-events.ts";
import { expenseReasons } from "./openapi-own-reasons-expenses.ts";
import { fieldReasons } from "./openapi-own-reasons-field.ts";
import { fleetReasons } from "./openapi-own-reasons-fleet.ts";
import { followUpReasons } from "./openapi-own-reasons-follow-ups.ts";
import { formReasons } from "./openapi-own-reasons-forms.ts";
import { inventoryReasons } from "./openapi-own-reasons-inventory.ts";
import { invoiceReasons } from "./openapi-own-reasons-invoices.ts";
import { leadReasons } from "./openapi-own-reasons-leads.ts";
import { moneyReasons } from "./openapi-own-reasons-money.ts";
import { networkReasons } from "./openapi-own-reasons-network.ts";
import { orderReasons } from "./openapi-own-reasons-orders.ts";
import { portalReasons } from "./openapi-own-reasons-portal.ts";
import { referralReasons } from "./openapi-own-reasons-referrals.ts";
import { reportReasons } from "./openapi-own-reasons-reports.ts";
import { slaReasons } from "./openapi-own-reasons-sla.ts";
import { timeReasons } from "./openapi-own-reasons-time.ts";
import { webhookReasons } from "./openapi-own-reasons-webhooks.ts";

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
  matchByHand:
    "sale.not_found provider_transaction.not_found payment_match.sale_twice sale.payment_above_balance sale.refund_above_paid sale.voided sale.has_refunds sale.changed_meanwhile provider_transaction.changed_meanwhile payment_match.known payment_match.changed_meanwhile payment_match.nothing_open payment_match.not_matchable payment_match.above_open_amount",
  getWorkTerms: "technician.not_found",
  changeWorkTerms: "work_terms.version_mismatch work_terms.changed_meanwhile technician.not_found",
  ...communicationReasons,
  ...dispatchReasons,
  ...eventReasons,
  ...formReasons,
  ...webhookReasons,
  ...documentReasons,
  ...moneyReasons,
  ...analyticsReasons,
  ...followUpReasons,
  ...leadReasons,
  ...fieldReasons,
  ...networkReasons,
  ...referralReasons,
  ...estimateReasons,
  ...inventoryReasons,
  ...costReasons,
  ...expenseReasons,
  ...fleetReasons,
  ...reportReasons,
  ...invoiceReasons,
  ...agreementReasons,
  ...orderReasons,
  ...portalReasons,
  ...slaReasons,
  ...timeReasons,
};

/** The reasons that an operation has beside the common ones. */
export const ownReasons = (operationId: string): string[] => byOperation[operationId]?.split(" ") ?? [];
