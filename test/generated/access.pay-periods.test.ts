import { accessTests } from "../support/access.ts";

accessTests("pay-periods");
