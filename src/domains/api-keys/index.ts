export { usableKeysOf } from "./repo.ts";
