/** Requests of the document that belong to later steps: an entry moves to spec.test.ts when its endpoint is mounted. */
export const later = ["GET /admin/technicians/metrics"];
export const later = ["GET /admin/analytics/customers", "GET /admin/analytics/geo-heatmap"];
