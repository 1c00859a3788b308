import { accessTests } from "../support/access.ts";

accessTests("analytics");
