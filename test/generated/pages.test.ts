import { expect, it } from "vitest";
import { isList } from "../support/budget.ts";
import { endpoints } from "../support/endpoints.ts";

/** Lists that page by cursor alone, and why. The reference has `page` and `limit` on every list endpoint; these are none of its own. */
const byCursorAlone: Record<string, readonly string[]> = {
  "what happened, read from the newest on: a count bills every row of it, for each page": [
    ...["listAuditLog", "listMails", "searchWebhookDeliveries", "listStockMoves"],
    ...["listTimeEntryHistory", "listJobHistory", "listLeadActivities", "listCustomerNotes", "listJobNotes"],
    ...["listMyJobNotes", "listVehicleAssignments", "listOdometerReadings", "listFuelLogs", "listMaintenance"],
  ],
  "the few that belong to one thing, which one page nearly always shows": [
    ...["listCustomerSites", "listCustomerAttachments", "listJobPhotos", "listMyJobPhotos", "listMaintenancePlans"],
    ...["listPurchaseOrderReceipts"],
  ],
  "a phone scrolls, and keeps what it has by `updated_since`": [
    ...["listOwnSales", "listOwnPayLines", "listMyStock", "listOwnTimeEntries", "listOwnEstimates"],
    ...["listCreditNotesForMe", "listAgreementsForMe"],
  ],
  "a machine reads it to its end, while rows join and leave it": [
    ...["listSuppressions", "listPayLines", "listUnmatched", "listSerialNumbers", "listOpenJobs", "listReferralKeys"],
    ...["listReferralCompanies"],
  ],
};

it("every list pages by number too, unless it is named here with a reason", () => {
  const withoutPage = endpoints.filter((endpoint) => isList(endpoint) && !("page" in endpoint.query.shape));
  expect(withoutPage.map(({ operationId }) => operationId).toSorted()).toEqual(
    Object.values(byCursorAlone).flat().toSorted(),
  );
});
