import { accessTests } from "../support/access.ts";

accessTests("health");
