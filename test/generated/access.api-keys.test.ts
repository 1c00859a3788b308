import { accessTests } from "../support/access.ts";

accessTests("api-keys");
