import { Email, Id } from "#/kernel/fields.ts";

/** What a job names by id. What a request leaves out of the place follows from them. */
export const namedById = {
  customer_id: Id.openapi({
    description:
      "when absent, the one customer with this `customer_phone`. Their billing address is taken where the request names no place",
  }),
  site_id: Id.openapi({
    description: "where: a site of the customer, who is named by it too. Its address and position fill what is absent",
  }),
  zone_id: Id.openapi({ description: "when absent, the service zone that covers the place" }),
};

export const customerEmail = Email.openapi({
  description: "finds the one customer with this e-mail where no `customer_id` is given; it is not kept",
});
