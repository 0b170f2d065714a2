import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`CREATE TABLE \`one_time_links\` (
  	\`id\` text(36) PRIMARY KEY NOT NULL,
  	\`purpose\` text NOT NULL,
  	\`token_hash\` text NOT NULL,
  	\`expires_at\` text NOT NULL,
  	\`updated_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	\`created_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL
  );
  `)
  await db.run(sql`CREATE UNIQUE INDEX \`one_time_links_purpose_idx\` ON \`one_time_links\` (\`purpose\`);`)
  await db.run(sql`CREATE INDEX \`one_time_links_token_hash_idx\` ON \`one_time_links\` (\`token_hash\`);`)
  await db.run(sql`CREATE INDEX \`one_time_links_expires_at_idx\` ON \`one_time_links\` (\`expires_at\`);`)
  await db.run(sql`CREATE INDEX \`one_time_links_updated_at_idx\` ON \`one_time_links\` (\`updated_at\`);`)
  await db.run(sql`CREATE INDEX \`one_time_links_created_at_idx\` ON \`one_time_links\` (\`created_at\`);`)
  await db.run(sql`CREATE TABLE \`staff_logins\` (
  	\`id\` text(36) PRIMARY KEY NOT NULL,
  	\`sid\` text NOT NULL,
  	\`device\` text NOT NULL,
  	\`network\` text NOT NULL,
  	\`used_at\` text NOT NULL,
  	\`expires_at\` text NOT NULL,
  	\`updated_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	\`created_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL
  );
  `)
  await db.run(sql`CREATE UNIQUE INDEX \`staff_logins_sid_idx\` ON \`staff_logins\` (\`sid\`);`)
  await db.run(sql`CREATE INDEX \`staff_logins_expires_at_idx\` ON \`staff_logins\` (\`expires_at\`);`)
  await db.run(sql`CREATE INDEX \`staff_logins_updated_at_idx\` ON \`staff_logins\` (\`updated_at\`);`)
  await db.run(sql`CREATE INDEX \`staff_logins_created_at_idx\` ON \`staff_logins\` (\`created_at\`);`)
  await db.run(sql`ALTER TABLE \`staff\` ADD \`invited_at\` text;`)
  await db.run(sql`ALTER TABLE \`staff\` ADD \`invite_due_at\` text;`)
  await db.run(sql`ALTER TABLE \`staff\` ADD \`second_factor_since\` text;`)
  await db.run(sql`ALTER TABLE \`staff\` ADD \`totp_secret\` text;`)
  await db.run(sql`ALTER TABLE \`staff\` ADD \`totp_step\` numeric;`)
  await db.run(sql`ALTER TABLE \`staff\` ADD \`recovery_codes\` text;`)
  await db.run(sql`CREATE INDEX \`staff_invite_due_at_idx\` ON \`staff\` (\`invite_due_at\`);`)
  await db.run(sql`ALTER TABLE \`payload_locked_documents_rels\` ADD \`one_time_links_id\` text(36) REFERENCES one_time_links(id);`)
  await db.run(sql`ALTER TABLE \`payload_locked_documents_rels\` ADD \`staff_logins_id\` text(36) REFERENCES staff_logins(id);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_one_time_links_id_idx\` ON \`payload_locked_documents_rels\` (\`one_time_links_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_staff_logins_id_idx\` ON \`payload_locked_documents_rels\` (\`staff_logins_id\`);`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.run(sql`DROP TABLE \`one_time_links\`;`)
  await db.run(sql`DROP TABLE \`staff_logins\`;`)
  await db.run(sql`PRAGMA foreign_keys=OFF;`)
  await db.run(sql`CREATE TABLE \`__new_payload_locked_documents_rels\` (
  	\`id\` integer PRIMARY KEY NOT NULL,
  	\`order\` integer,
  	\`parent_id\` text(36) NOT NULL,
  	\`path\` text NOT NULL,
  	\`activities_id\` text(36),
  	\`registrations_id\` text(36),
  	\`corrections_id\` text(36),
  	\`certificates_id\` text(36),
  	\`messages_id\` text(36),
  	\`broadcasts_id\` text(36),
  	\`people_id\` text(36),
  	\`trainings_id\` text(36),
  	\`awards_id\` text(36),
  	\`targets_id\` text(36),
  	\`stations_id\` text(36),
  	\`programmes_id\` text(36),
  	\`units_id\` text(36),
  	\`staff_id\` text(36),
  	\`audit_id\` text(36),
  	\`codes_id\` text(36),
  	\`idempotency_keys_id\` text(36),
  	\`limits_id\` text(36),
  	FOREIGN KEY (\`parent_id\`) REFERENCES \`payload_locked_documents\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`activities_id\`) REFERENCES \`activities\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`registrations_id\`) REFERENCES \`registrations\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`corrections_id\`) REFERENCES \`corrections\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`certificates_id\`) REFERENCES \`certificates\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`messages_id\`) REFERENCES \`messages\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`broadcasts_id\`) REFERENCES \`broadcasts\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`people_id\`) REFERENCES \`people\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`trainings_id\`) REFERENCES \`trainings\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`awards_id\`) REFERENCES \`awards\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`targets_id\`) REFERENCES \`targets\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`stations_id\`) REFERENCES \`stations\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`programmes_id\`) REFERENCES \`programmes\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`units_id\`) REFERENCES \`units\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`staff_id\`) REFERENCES \`staff\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`audit_id\`) REFERENCES \`audit\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`codes_id\`) REFERENCES \`codes\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`idempotency_keys_id\`) REFERENCES \`idempotency_keys\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`limits_id\`) REFERENCES \`limits\`(\`id\`) ON UPDATE no action ON DELETE cascade
  );
  `)
  await db.run(sql`INSERT INTO \`__new_payload_locked_documents_rels\`("id", "order", "parent_id", "path", "activities_id", "registrations_id", "corrections_id", "certificates_id", "messages_id", "broadcasts_id", "people_id", "trainings_id", "awards_id", "targets_id", "stations_id", "programmes_id", "units_id", "staff_id", "audit_id", "codes_id", "idempotency_keys_id", "limits_id") SELECT "id", "order", "parent_id", "path", "activities_id", "registrations_id", "corrections_id", "certificates_id", "messages_id", "broadcasts_id", "people_id", "trainings_id", "awards_id", "targets_id", "stations_id", "programmes_id", "units_id", "staff_id", "audit_id", "codes_id", "idempotency_keys_id", "limits_id" FROM \`payload_locked_documents_rels\`;`)
  await db.run(sql`DROP TABLE \`payload_locked_documents_rels\`;`)
  await db.run(sql`ALTER TABLE \`__new_payload_locked_documents_rels\` RENAME TO \`payload_locked_documents_rels\`;`)
  await db.run(sql`PRAGMA foreign_keys=ON;`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_order_idx\` ON \`payload_locked_documents_rels\` (\`order\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_parent_idx\` ON \`payload_locked_documents_rels\` (\`parent_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_path_idx\` ON \`payload_locked_documents_rels\` (\`path\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_activities_id_idx\` ON \`payload_locked_documents_rels\` (\`activities_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_registrations_id_idx\` ON \`payload_locked_documents_rels\` (\`registrations_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_corrections_id_idx\` ON \`payload_locked_documents_rels\` (\`corrections_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_certificates_id_idx\` ON \`payload_locked_documents_rels\` (\`certificates_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_messages_id_idx\` ON \`payload_locked_documents_rels\` (\`messages_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_broadcasts_id_idx\` ON \`payload_locked_documents_rels\` (\`broadcasts_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_people_id_idx\` ON \`payload_locked_documents_rels\` (\`people_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_trainings_id_idx\` ON \`payload_locked_documents_rels\` (\`trainings_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_awards_id_idx\` ON \`payload_locked_documents_rels\` (\`awards_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_targets_id_idx\` ON \`payload_locked_documents_rels\` (\`targets_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_stations_id_idx\` ON \`payload_locked_documents_rels\` (\`stations_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_programmes_id_idx\` ON \`payload_locked_documents_rels\` (\`programmes_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_units_id_idx\` ON \`payload_locked_documents_rels\` (\`units_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_staff_id_idx\` ON \`payload_locked_documents_rels\` (\`staff_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_audit_id_idx\` ON \`payload_locked_documents_rels\` (\`audit_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_codes_id_idx\` ON \`payload_locked_documents_rels\` (\`codes_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_idempotency_keys_id_idx\` ON \`payload_locked_documents_rels\` (\`idempotency_keys_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_limits_id_idx\` ON \`payload_locked_documents_rels\` (\`limits_id\`);`)
  await db.run(sql`DROP INDEX \`staff_invite_due_at_idx\`;`)
  await db.run(sql`ALTER TABLE \`staff\` DROP COLUMN \`invited_at\`;`)
  await db.run(sql`ALTER TABLE \`staff\` DROP COLUMN \`invite_due_at\`;`)
  await db.run(sql`ALTER TABLE \`staff\` DROP COLUMN \`second_factor_since\`;`)
  await db.run(sql`ALTER TABLE \`staff\` DROP COLUMN \`totp_secret\`;`)
  await db.run(sql`ALTER TABLE \`staff\` DROP COLUMN \`totp_step\`;`)
  await db.run(sql`ALTER TABLE \`staff\` DROP COLUMN \`recovery_codes\`;`)
}
