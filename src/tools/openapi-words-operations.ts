/** Words for those who run the service, of `words` in openapi-words.ts. */
export const operationWords = {
  // audit log
  action: "What was done, as a verb.",
  entity: "What it was done to: the kind of thing.",
  entity_id: "Id of what it was done to.",
  before: "The value until then; null where it is new.",
  after: "The value from then on; null where it is gone.",
  details: "Further facts.",

  // platform and health
  admin_id: "The administrator who did it; null: the system.",
  tenant: "Id or code of the business.",
  code: "Short code of the business.",
  shard: "Database that holds the business.",
  from_shard: "Database that the business leaves.",
  to_shard: "Database that the business goes to.",
  step: "How far the move has come.",
  rows_copied: "Rows copied until now.",
  databases: "Every database.",
  reachable: "Whether the database answers.",
  missing_migrations:
    "Migrations of this build that the database has not had. A shard that lacks one serves no business.",
  dead_letters: "Dead letters that nobody has replayed or discarded.",
  dead_letter: "Id of the dead letter.",
  shards: "Every shard.",
  deep: "Whether the databases are asked too.",
  time: "The server's clock.",
};
