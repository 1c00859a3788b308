import { agreementWords } from "./openapi-words-agreements.ts";
import { availabilityWords } from "./openapi-words-availability.ts";
import { communicationWords } from "./openapi-words-communications.ts";
import { costWords } from "./openapi-words-costs.ts";
import { customerWords } from "./openapi-words-customers.ts";
import { dispatchWords } from "./openapi-words-dispatch.ts";
import { documentWords } from "./openapi-words-documents.ts";
import { estimateWords } from "./openapi-words-estimates.ts";
import { expenseWords } from "./openapi-words-expenses.ts";
import { fleetWords } from "./openapi-words-fleet.ts";
import { insightWords } from "./openapi-words-insight.ts";
import { inventoryWords } from "./openapi-words-inventory.ts";
import { invoiceWords } from "./openapi-words-invoices.ts";
import { leadWords } from "./openapi-words-leads.ts";
import { networkWords } from "./openapi-words-network.ts";
import { operationWords } from "./openapi-words-operations.ts";
import { orderWords } from "./openapi-words-orders.ts";
import { paymentWords } from "./openapi-words-payments.ts";
import { placeWords } from "./openapi-words-places.ts";
import { portalWords } from "./openapi-words-portal.ts";
import { referralWords } from "./openapi-words-referrals.ts";
import { timeWords } from "./openapi-words-time.ts";
import { webhookWords } from "./openapi-words-webhooks.ts";

/**
 * What a field or parameter means, by its name, or by `Schema.field` where one schema means something of its own. A schema's own description
 * wins. Here and not in the schemas, because only the document needs it: descriptions in the schemas cost start-up time in every isolate.
 */
export const words: Record<string, string> = {
  ...fleetWords,
  ...insightWords,
  ...expenseWords,
  ...estimateWords,
  ...inventoryWords,
  ...invoiceWords,
  ...agreementWords,
  ...orderWords,
  ...followUpWords,
  ...communicationWords,
  ...leadWords,
  ...placeWords,
  ...portalWords,
  ...timeWords,
  ...networkWords,
  ...referralWords,
  ...dispatchWords,
  ...documentWords,
  // every resource
  id: "Identifies it within the business; never used again.",
  created_at: "When it was made.",
  created_by: "Who made it: `user:1`, `api_key:3`, `system:...`.",
  updated_at: "When it last changed; later than before with each change.",
  version: "Grows by one with each change. The `ETag` for `If-Match` and `If-None-Match`.",
  name: "Name as people read it.",
  description: "Free text for people.",
  is_active: "Whether it is in use. What is not active stays readable, and takes part in nothing new.",
  notes: "Free text for people.",
  email: "E-mail address.",
  reason: "Why, in words for people.",

  // answers
  ok: "`true` for an answer, `false` for a refusal.",
  items: "The rows of this page.",
  total: "Rows of the whole selection. Absent in a list that was asked for by `cursor`.",
  page: "Number of the page, from 1.",
  limit: "Rows of a page at most.",
  total_pages: "Pages of the whole selection. Absent in a list that was asked for by `cursor`.",
  error: "Why the request was refused.",
  "Error.code": "Class of the refusal; one code for each status.",
  "Error.message": "What is wrong and what to do, in English, for people.",
  request_id: "Names the request in our logs; quote it when you ask us.",
  message: "What happened, in English, for people.",

  ...customerWords,

  // commissions
  rate_type: "`percentage` of the price, a `flat` amount for each one sold, or marginal `tiers`.",
  flat_cents: "Amount for each one sold, in cents.",
  tiers: "Rates, each on its own slice of the price.",
  rate_bps: "Rate in basis points: 750 are 7.5 %.",
  base: "What earns: the `price` without tax, or the `margin`, which is that less the cost.",
  min_cents: "Least commission of a sale, in cents; null: none.",
  max_cents: "Most commission of a sale, in cents; null: none.",
  discount_scale: "What a discount does to the commission; null: the scale of the business' own rate.",
  cents: "Cents that the step gives.",
  how: "How it is computed.",

  // pay periods
  "PayAdjustment.amount_cents": "Added to the pay; negative takes away.",
  memo: "Why, in words for the statement.",
  "PayLine.kind": "What the line is.",
  closed_at: "When it was closed; null while it is not.",
  closed_by: "Who closed it.",
  paid_on: "Local day on which it was paid.",
  starts_on: "First day.",
  pay_delay_days: "Days from the end of a period to its payday.",
  technician_name: "The technician's name, as it was when the period was closed.",

  // sales
  quantity: "How many or how much, up to three decimals.",
  discount_reason: "Why it was sold below list.",
  approved_at: "When it was approved; null while it is not.",
  rejection_reason: "Why it was rejected; null when it is not.",
  voided_at: "When it was voided; null when it is not.",
  voided_by: "Who voided it.",
  void_reason: "Why it was voided.",
  share_bps: "Share of the commission in basis points; those of a sale sum to 10000.",
  ids: "Ids of what is meant, at most 100.",
  approved: "Whether it is approved, now or before.",
  results: "An outcome for each id, in their order.",
  method: "How it was paid.",
  reference: "What the payment provider or the cheque calls it.",
  voided_count: "How many of them are voided.",
  tax_cents: "Tax within the price.",
  paid_cents: "All payments.",
  refunded_cents: "All refunds.",

  // people and log-ins
  username: "Name that the user signs in with; upper and lower case are the same.",
  password: "Password, up to 128 characters; one that is guessed soon is refused.",
  "LogIn.password": "The user's password.",
  "PlatformLogIn.password": "The administrator's password.",
  old_password: "The password until now.",
  new_password: "The password from now on, up to 128 characters; one that is guessed soon is refused.",
  first_name: "Given name.",
  last_name: "Family name.",
  company_name: "Name of the new business.",
  access_token: "For `Authorization: Bearer <access_token>`; valid for 15 minutes.",
  refresh_token: "Gets new access tokens: `POST /auth/refresh`. Keep it secret.",
  token_type: "Always `Bearer`.",
  token: "The token of the link in the mail.",
  tenant_id: "Id of the business, for `X-Tenant-Id`.",
  tenantId: "Id of the business, for `X-Tenant-Id`.",
  business_code: "Short code of the business, which its people enter to sign in.",
  businessCode: "Short code of the business, which its people enter to sign in.",
  business_name: "Name of the business.",
  businessName: "Name of the business.",
  apiUrl: "Where the API of this business is.",
  roles: "What the user may do: built-in and custom roles, by name.",
  role: "Only users with this role.",
  permissions: "What the role allows.",
  built_in: "Whether every business has the role; such a role cannot be changed.",
  scopes: "Permissions of the key.",
  allowed_ips: "Addresses and CIDR ranges that may use the key; empty: all.",
  expires_at: "When it ends; null: never.",
  revoked_at: "When it was revoked; null: it was not.",
  revoked: "Only keys that were revoked, or only keys that were not.",
  is_admin: "Whether the user has the role `owner` or `admin`.",
  email_verified: "Whether the user has confirmed the address.",
  password_changed_at: "When the password last changed; null: there is none.",
  mfa_enabled: "Whether a second factor is asked for at log-in.",
  mfa_required: "Always `true`: the log-in waits for a second factor.",
  mfa_enrollment_required: "Always `true`: the business asks for a second factor, and the user has none yet.",
  mfa_challenge_token: "Names this log-in for `POST /auth/mfa-verify`, or for the enrolment; valid for 5 minutes.",
  otpauth_uri: "For an authenticator app, as a link or a QR code.",
  unlocked: "Always `true`.",
  sessions_ended: "How many sessions have ended.",
  signed_out: "Always `true`.",
  session: "Id of the session.",
  ip: "Address that the session was opened from.",
  user_agent: "What the client calls itself.",
  provider: "Identity provider.",
  linked_at: "When the identity was linked to the user.",
  ticket: "For `?ticket=` of the stream; to be used within 60 seconds.",
  admin: "The administrator.",

  // the business
  timezone: "IANA time zone of the business, such as `America/New_York`. Its days begin and end there.",
  branding: "How pages and mails of the business look.",
  accent_color: "Colour of highlights, `#rrggbb`.",
  primary_color: "Main colour, `#rrggbb`.",
  secondary_color: "Second colour, `#rrggbb`.",
  display_name: "Name on pages and mails, where it is not that of the business.",
  monday: "Opening hours; null: closed.",
  tuesday: "Opening hours; null: closed.",
  wednesday: "Opening hours; null: closed.",
  thursday: "Opening hours; null: closed.",
  friday: "Opening hours; null: closed.",
  saturday: "Opening hours; null: closed.",
  sunday: "Opening hours; null: closed.",
  opens: "Local time of day, HH:MM.",
  closes: "Local time of day, HH:MM; `24:00` is midnight at the day's end.",
  v: "Version of the logo; with it the answer may be kept for a year.",

  // price book, sales, commissions
  sku: "Stock-keeping unit; one item each.",
  category_id: "Its category in the price book; null: none.",
  parent_id: "The category that it lies in; null at the top.",
  sort_order: "Smaller ones come first.",
  pays_commission: "Whether a sale of it earns a commission.",
  taxable: "Whether sales tax is due on it.",
  member_price_cents: "Price for those with a service agreement, in cents.",
  unit: "What one of it is: each, hour, foot.",
  list_price_cents: "Price before discounts, in cents.",
  cost_cents: "What the item costs the business, in cents.",
  pay_type: "How the technician is paid.",
  base_pay_cents: "Pay per hour or month before commissions, in cents.",
  technician_id: "Id of the technician.",
  pay_period_id: "Id of the pay period.",
  item_id: "Id of the price book item.",
  sale_id: "Id of the sale.",
  sale_price_cents: "Price that was agreed, in cents.",
  sale_date: "Local day of the sale in the business' time zone.",
  date_from: "From this day on, in the business' time zone.",
  date_to: "Up to and with this day, in the business' time zone.",
  payment_type: "How it is paid.",
  payment_status: "How much of it is paid.",
  approval_status: "Whether the sale is approved.",
  voided: "Whether the sale was taken back.",
  commission_cents: "Commission of the technician, frozen when the sale was recorded, in cents.",
  commission_rate_bps: "Commission in basis points of the price: 750 is 7.5 %.",
  discount_scale_enabled: "Whether a discount lowers the rate.",
  ov_rate_bps: "Share of what lies above the list price, in basis points.",
  rounding: "How cents are rounded.",
  engine_version: "Version of the rules that computed it.",
  total_cents: "The whole commission, in cents.",

  status: "Where it stands now.",
  date: "The local day, in the business' time zone.",
  latitude: "Degrees north, WGS 84.",
  longitude: "Degrees east, WGS 84.",
  reports: "What the device has read, in any order.",
  "Trail.job_id": "The job whose trail it is.",
  speed: "Speed, in the unit that the phone reports; null: unknown.",
  at: "When it happened.",

  // webhooks and mails
  url: "Where events are sent, by HTTPS.",
  events: "Types of events that are sent.",
  type: "Type of the event.",
  event_type: "Type of the event.",
  timestamp: "When the event happened.",
  api_version: "Version of the event's form.",
  attempt: "Number of the attempt, from 1.",
  attempts: "Attempts until now.",
  attempt_count: "Number of attempts until now.",
  duration_ms: "Time until the answer or the failure, in milliseconds.",
  next_attempt_at: "When it is tried again; null: not again.",
  delivered_at: "When it was answered with 2xx; null: not yet.",
  recipient: "Address that the mail goes to.",
  template: "What the mail is about.",
  address: "E-mail address.",
  to: "Address that the mail goes to.",
  subject: "Subject line.",
  text: "The mail as plain text.",
  html: "The mail as HTML.",

  ...availabilityWords,
  ...operationWords,
  ...paymentWords,
  ...webhookWords,
};
