import { accessTests } from "../support/access.ts";

accessTests("communications");
