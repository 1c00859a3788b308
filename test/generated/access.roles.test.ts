import { accessTests } from "../support/access.ts";

accessTests("roles");
