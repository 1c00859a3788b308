CREATE TABLE `identity_listings` (
	`issuer` text NOT NULL,
	`subject` text NOT NULL,
	`tenant_id` text NOT NULL,
	PRIMARY KEY(`issuer`, `subject`, `tenant_id`)
) WITHOUT ROWID;
