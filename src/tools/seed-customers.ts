import { AddedCustomer } from "#/domains/customers/schemas.ts";
import type { Api } from "./api.ts";
import { CUSTOMERS } from "./demo-data.ts";

/** Adds the customers of the demo business, every tenth a company. Answers their ids by phone. */
export async function seedCustomers(office: Api): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>();
  for (const [i, { name, phone, address, city, zip }] of CUSTOMERS.entries()) {
    const isCompany = i % 10 === 9;
    const body = {
      name,
      ...(isCompany && { company_name: `${name.split(" ").at(-1)} Properties`, type: "commercial" }),
      phones: [{ number: phone, label: isCompany ? "office" : "mobile" }],
      emails: [{ address: `${name.toLowerCase().replaceAll(/[^a-z]+/g, ".")}.${i}@example.com` }],
      billing_address: address,
      billing_city: city,
      billing_state: "FL",
      billing_zip: zip,
      tags: [...(i % 7 === 0 ? ["maintenance plan"] : []), ...(i % 13 === 0 ? ["vip"] : [])],
    };
    ids.set(phone, (await office.call("POST /admin/customers", AddedCustomer, { body })).id);
  }
  return ids;
}
