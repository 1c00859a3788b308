export { assertMayGrant, lackedBy } from "./authority.ts";
export { Permissions } from "./schemas.ts";
