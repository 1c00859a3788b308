import { documentNumber } from "#/domains/documents/index.ts";
export const takeNumber = documentNumber;
