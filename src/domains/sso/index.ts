export { identitiesOf } from "./repo.ts";
