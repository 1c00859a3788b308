import { Email, Id } from "#/kernel/fields.ts";

/** What a job names by id. What a request leaves out of the place follows from them. */
export const namedById = {
  customer_id: Id.openapi({
    description:
      "for which customer; when absent, the one who has this `customer_phone`, if it is one. Their billing address is taken where the request names no place",
  }),
  site_id: Id.openapi({
    description: "where: a site of the customer, who is named by it too. Its address and position fill what is absent",
  }),
  zone_id: Id.openapi({ description: "when absent, the service zone that covers the place" }),
};

export const customerEmail = Email.openapi({
  description: "finds the customer as `customer_phone` does; the job does not keep it",
});
