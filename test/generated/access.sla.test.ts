import { accessTests } from "../support/access.ts";

accessTests("sla");
