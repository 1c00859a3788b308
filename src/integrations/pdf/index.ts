export type { Assets } from "./fonts.ts";
export { makePdf, type Report, type Section } from "./report.ts";
