import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`CREATE TABLE \`corrections\` (
  	\`id\` text(36) PRIMARY KEY NOT NULL,
  	\`wish\` text NOT NULL,
  	\`registration_id\` text(36) NOT NULL,
  	\`activity_id\` text(36) NOT NULL,
  	\`person_id\` text(36) NOT NULL,
  	\`unit_id\` text(36) NOT NULL,
  	\`status\` text DEFAULT 'open' NOT NULL,
  	\`answer\` text,
  	\`answered_by_id\` text(36),
  	\`answered_at\` text,
  	\`open_for\` text,
  	\`revision\` text,
  	\`updated_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	\`created_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	FOREIGN KEY (\`registration_id\`) REFERENCES \`registrations\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`activity_id\`) REFERENCES \`activities\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`person_id\`) REFERENCES \`people\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`unit_id\`) REFERENCES \`units\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`answered_by_id\`) REFERENCES \`staff\`(\`id\`) ON UPDATE no action ON DELETE set null
  );
  `)
  await db.run(sql`CREATE INDEX \`corrections_registration_idx\` ON \`corrections\` (\`registration_id\`);`)
  await db.run(sql`CREATE INDEX \`corrections_activity_idx\` ON \`corrections\` (\`activity_id\`);`)
  await db.run(sql`CREATE INDEX \`corrections_person_idx\` ON \`corrections\` (\`person_id\`);`)
  await db.run(sql`CREATE INDEX \`corrections_unit_idx\` ON \`corrections\` (\`unit_id\`);`)
  await db.run(sql`CREATE INDEX \`corrections_status_idx\` ON \`corrections\` (\`status\`);`)
  await db.run(sql`CREATE INDEX \`corrections_answered_by_idx\` ON \`corrections\` (\`answered_by_id\`);`)
  await db.run(sql`CREATE UNIQUE INDEX \`corrections_open_for_idx\` ON \`corrections\` (\`open_for\`);`)
  await db.run(sql`CREATE INDEX \`corrections_updated_at_idx\` ON \`corrections\` (\`updated_at\`);`)
  await db.run(sql`CREATE INDEX \`corrections_created_at_idx\` ON \`corrections\` (\`created_at\`);`)
  await db.run(sql`CREATE TABLE \`trainings\` (
  	\`id\` text(36) PRIMARY KEY NOT NULL,
  	\`person_id\` text(36) NOT NULL,
  	\`title\` text NOT NULL,
  	\`content\` text,
  	\`hours\` numeric NOT NULL,
  	\`host\` text NOT NULL,
  	\`date\` text NOT NULL,
  	\`unit_id\` text(36) NOT NULL,
  	\`updated_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	\`created_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	FOREIGN KEY (\`person_id\`) REFERENCES \`people\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`unit_id\`) REFERENCES \`units\`(\`id\`) ON UPDATE no action ON DELETE set null
  );
  `)
  await db.run(sql`CREATE INDEX \`trainings_person_idx\` ON \`trainings\` (\`person_id\`);`)
  await db.run(sql`CREATE INDEX \`trainings_date_idx\` ON \`trainings\` (\`date\`);`)
  await db.run(sql`CREATE INDEX \`trainings_unit_idx\` ON \`trainings\` (\`unit_id\`);`)
  await db.run(sql`CREATE INDEX \`trainings_updated_at_idx\` ON \`trainings\` (\`updated_at\`);`)
  await db.run(sql`CREATE INDEX \`trainings_created_at_idx\` ON \`trainings\` (\`created_at\`);`)
  await db.run(sql`CREATE TABLE \`awards\` (
  	\`id\` text(36) PRIMARY KEY NOT NULL,
  	\`person_id\` text(36) NOT NULL,
  	\`title\` text NOT NULL,
  	\`grantor\` text NOT NULL,
  	\`date\` text NOT NULL,
  	\`unit_id\` text(36) NOT NULL,
  	\`updated_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	\`created_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	FOREIGN KEY (\`person_id\`) REFERENCES \`people\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`unit_id\`) REFERENCES \`units\`(\`id\`) ON UPDATE no action ON DELETE set null
  );
  `)
  await db.run(sql`CREATE INDEX \`awards_person_idx\` ON \`awards\` (\`person_id\`);`)
  await db.run(sql`CREATE INDEX \`awards_date_idx\` ON \`awards\` (\`date\`);`)
  await db.run(sql`CREATE INDEX \`awards_unit_idx\` ON \`awards\` (\`unit_id\`);`)
  await db.run(sql`CREATE INDEX \`awards_updated_at_idx\` ON \`awards\` (\`updated_at\`);`)
  await db.run(sql`CREATE INDEX \`awards_created_at_idx\` ON \`awards\` (\`created_at\`);`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`evaluation\` text;`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`evaluated_at\` text;`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`evaluated_by_id\` text(36) REFERENCES staff(id);`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`evaluation_note\` text;`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`rating\` numeric;`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`feedback_at\` text;`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`feedback\` text;`)
  await db.run(sql`CREATE INDEX \`registrations_evaluated_by_idx\` ON \`registrations\` (\`evaluated_by_id\`);`)
  await db.run(sql`ALTER TABLE \`payload_locked_documents_rels\` ADD \`corrections_id\` text(36) REFERENCES corrections(id);`)
  await db.run(sql`ALTER TABLE \`payload_locked_documents_rels\` ADD \`trainings_id\` text(36) REFERENCES trainings(id);`)
  await db.run(sql`ALTER TABLE \`payload_locked_documents_rels\` ADD \`awards_id\` text(36) REFERENCES awards(id);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_corrections_id_idx\` ON \`payload_locked_documents_rels\` (\`corrections_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_trainings_id_idx\` ON \`payload_locked_documents_rels\` (\`trainings_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_awards_id_idx\` ON \`payload_locked_documents_rels\` (\`awards_id\`);`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.run(sql`DROP TABLE \`corrections\`;`)
  await db.run(sql`DROP TABLE \`trainings\`;`)
  await db.run(sql`DROP TABLE \`awards\`;`)
  await db.run(sql`PRAGMA foreign_keys=OFF;`)
  await db.run(sql`CREATE TABLE \`__new_registrations\` (
  	\`id\` text(36) PRIMARY KEY NOT NULL,
  	\`activity_id\` text(36) NOT NULL,
  	\`person_id\` text(36) NOT NULL,
  	\`unit_id\` text(36),
  	\`status\` text DEFAULT 'waitlisted' NOT NULL,
  	\`sequence\` numeric,
  	\`walk_in\` integer DEFAULT false,
  	\`size\` numeric DEFAULT 1,
  	\`came\` numeric,
  	\`attendance\` text DEFAULT 'unknown' NOT NULL,
  	\`minutes\` numeric,
  	\`minutes_source\` text,
  	\`checked_in_at\` text,
  	\`checked_out_at\` text,
  	\`method\` text,
  	\`recorded_by_id\` text(36),
  	\`answers\` text,
  	\`note\` text,
  	\`refusal\` text,
  	\`history\` text,
  	\`offer_expires_at\` text,
  	\`passes\` numeric DEFAULT 0,
  	\`cancelled_at\` text,
  	\`unnotified\` integer,
  	\`counted\` text,
  	\`unsettled\` integer,
  	\`revision\` text,
  	\`updated_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	\`created_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	FOREIGN KEY (\`activity_id\`) REFERENCES \`activities\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`person_id\`) REFERENCES \`people\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`unit_id\`) REFERENCES \`units\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`recorded_by_id\`) REFERENCES \`staff\`(\`id\`) ON UPDATE no action ON DELETE set null
  );
  `)
  await db.run(sql`INSERT INTO \`__new_registrations\`("id", "activity_id", "person_id", "unit_id", "status", "sequence", "walk_in", "size", "came", "attendance", "minutes", "minutes_source", "checked_in_at", "checked_out_at", "method", "recorded_by_id", "answers", "note", "refusal", "history", "offer_expires_at", "passes", "cancelled_at", "unnotified", "counted", "unsettled", "revision", "updated_at", "created_at") SELECT "id", "activity_id", "person_id", "unit_id", "status", "sequence", "walk_in", "size", "came", "attendance", "minutes", "minutes_source", "checked_in_at", "checked_out_at", "method", "recorded_by_id", "answers", "note", "refusal", "history", "offer_expires_at", "passes", "cancelled_at", "unnotified", "counted", "unsettled", "revision", "updated_at", "created_at" FROM \`registrations\`;`)
  await db.run(sql`DROP TABLE \`registrations\`;`)
  await db.run(sql`ALTER TABLE \`__new_registrations\` RENAME TO \`registrations\`;`)
  await db.run(sql`PRAGMA foreign_keys=ON;`)
  await db.run(sql`CREATE INDEX \`registrations_activity_idx\` ON \`registrations\` (\`activity_id\`);`)
  await db.run(sql`CREATE INDEX \`registrations_person_idx\` ON \`registrations\` (\`person_id\`);`)
  await db.run(sql`CREATE INDEX \`registrations_unit_idx\` ON \`registrations\` (\`unit_id\`);`)
  await db.run(sql`CREATE INDEX \`registrations_status_idx\` ON \`registrations\` (\`status\`);`)
  await db.run(sql`CREATE INDEX \`registrations_attendance_idx\` ON \`registrations\` (\`attendance\`);`)
  await db.run(sql`CREATE INDEX \`registrations_recorded_by_idx\` ON \`registrations\` (\`recorded_by_id\`);`)
  await db.run(sql`CREATE INDEX \`registrations_offer_expires_at_idx\` ON \`registrations\` (\`offer_expires_at\`);`)
  await db.run(sql`CREATE INDEX \`registrations_unnotified_idx\` ON \`registrations\` (\`unnotified\`);`)
  await db.run(sql`CREATE INDEX \`registrations_unsettled_idx\` ON \`registrations\` (\`unsettled\`);`)
  await db.run(sql`CREATE INDEX \`registrations_updated_at_idx\` ON \`registrations\` (\`updated_at\`);`)
  await db.run(sql`CREATE INDEX \`registrations_created_at_idx\` ON \`registrations\` (\`created_at\`);`)
  await db.run(sql`CREATE UNIQUE INDEX \`activity_person_idx\` ON \`registrations\` (\`activity_id\`,\`person_id\`);`)
  await db.run(sql`CREATE INDEX \`activity_status_sequence_idx\` ON \`registrations\` (\`activity_id\`,\`status\`,\`sequence\`);`)
  await db.run(sql`CREATE TABLE \`__new_payload_locked_documents_rels\` (
  	\`id\` integer PRIMARY KEY NOT NULL,
  	\`order\` integer,
  	\`parent_id\` text(36) NOT NULL,
  	\`path\` text NOT NULL,
  	\`activities_id\` text(36),
  	\`registrations_id\` text(36),
  	\`people_id\` text(36),
  	\`targets_id\` text(36),
  	\`stations_id\` text(36),
  	\`programmes_id\` text(36),
  	\`units_id\` text(36),
  	\`staff_id\` text(36),
  	\`audit_id\` text(36),
  	\`codes_id\` text(36),
  	\`idempotency_keys_id\` text(36),
  	FOREIGN KEY (\`parent_id\`) REFERENCES \`payload_locked_documents\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`activities_id\`) REFERENCES \`activities\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`registrations_id\`) REFERENCES \`registrations\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`people_id\`) REFERENCES \`people\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`targets_id\`) REFERENCES \`targets\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`stations_id\`) REFERENCES \`stations\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`programmes_id\`) REFERENCES \`programmes\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`units_id\`) REFERENCES \`units\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`staff_id\`) REFERENCES \`staff\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`audit_id\`) REFERENCES \`audit\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`codes_id\`) REFERENCES \`codes\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`idempotency_keys_id\`) REFERENCES \`idempotency_keys\`(\`id\`) ON UPDATE no action ON DELETE cascade
  );
  `)
  await db.run(sql`INSERT INTO \`__new_payload_locked_documents_rels\`("id", "order", "parent_id", "path", "activities_id", "registrations_id", "people_id", "targets_id", "stations_id", "programmes_id", "units_id", "staff_id", "audit_id", "codes_id", "idempotency_keys_id") SELECT "id", "order", "parent_id", "path", "activities_id", "registrations_id", "people_id", "targets_id", "stations_id", "programmes_id", "units_id", "staff_id", "audit_id", "codes_id", "idempotency_keys_id" FROM \`payload_locked_documents_rels\`;`)
  await db.run(sql`DROP TABLE \`payload_locked_documents_rels\`;`)
  await db.run(sql`ALTER TABLE \`__new_payload_locked_documents_rels\` RENAME TO \`payload_locked_documents_rels\`;`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_order_idx\` ON \`payload_locked_documents_rels\` (\`order\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_parent_idx\` ON \`payload_locked_documents_rels\` (\`parent_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_path_idx\` ON \`payload_locked_documents_rels\` (\`path\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_activities_id_idx\` ON \`payload_locked_documents_rels\` (\`activities_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_registrations_id_idx\` ON \`payload_locked_documents_rels\` (\`registrations_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_people_id_idx\` ON \`payload_locked_documents_rels\` (\`people_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_targets_id_idx\` ON \`payload_locked_documents_rels\` (\`targets_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_stations_id_idx\` ON \`payload_locked_documents_rels\` (\`stations_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_programmes_id_idx\` ON \`payload_locked_documents_rels\` (\`programmes_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_units_id_idx\` ON \`payload_locked_documents_rels\` (\`units_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_staff_id_idx\` ON \`payload_locked_documents_rels\` (\`staff_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_audit_id_idx\` ON \`payload_locked_documents_rels\` (\`audit_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_codes_id_idx\` ON \`payload_locked_documents_rels\` (\`codes_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_idempotency_keys_id_idx\` ON \`payload_locked_documents_rels\` (\`idempotency_keys_id\`);`)
}
