import { daily } from "#/jobs.ts";
import { renewFifths } from "./actions/renew-fifths.ts";
import { verifyCustomers } from "./actions/verify-customers.ts";
import { verifyPlaces } from "./actions/verify-places.ts";
import { verifySums } from "./actions/verify-sums.ts";
import { verifyTechnicianSums } from "./actions/verify-technician-sums.ts";

export const jobs = [
  daily({ name: "verify sums", run: verifySums }),
  daily({ name: "verify technician sums", run: verifyTechnicianSums }),
  daily({ name: "verify places", run: verifyPlaces }),
  daily({ name: "verify customers", run: verifyCustomers }),
  daily({ name: "fifths of customers", run: renewFifths }),
];
