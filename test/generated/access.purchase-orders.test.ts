import { accessTests } from "../support/access.ts";

accessTests("purchase-orders");
