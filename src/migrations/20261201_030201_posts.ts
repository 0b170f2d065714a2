import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`CREATE TABLE \`appointments\` (
  	\`id\` text(36) PRIMARY KEY NOT NULL,
  	\`post\` text NOT NULL,
  	\`unit_id\` text(36) NOT NULL,
  	\`person_id\` text(36),
  	\`organisation_id\` text(36),
  	\`standing\` text NOT NULL,
  	\`from\` text NOT NULL,
  	\`to\` text,
  	\`source\` text,
  	\`awaiting\` integer DEFAULT false,
  	\`name_shown_at\` text,
  	\`end_reason\` text,
  	\`appointed_by_id\` text(36),
  	\`holds\` text NOT NULL,
  	\`revision\` text,
  	\`updated_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	\`created_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	FOREIGN KEY (\`unit_id\`) REFERENCES \`units\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`person_id\`) REFERENCES \`people\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`organisation_id\`) REFERENCES \`units\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`appointed_by_id\`) REFERENCES \`staff\`(\`id\`) ON UPDATE no action ON DELETE set null
  );
  `)
  await db.run(sql`CREATE INDEX \`appointments_post_idx\` ON \`appointments\` (\`post\`);`)
  await db.run(sql`CREATE INDEX \`appointments_unit_idx\` ON \`appointments\` (\`unit_id\`);`)
  await db.run(sql`CREATE INDEX \`appointments_person_idx\` ON \`appointments\` (\`person_id\`);`)
  await db.run(sql`CREATE INDEX \`appointments_organisation_idx\` ON \`appointments\` (\`organisation_id\`);`)
  await db.run(sql`CREATE INDEX \`appointments_standing_idx\` ON \`appointments\` (\`standing\`);`)
  await db.run(sql`CREATE INDEX \`appointments_from_idx\` ON \`appointments\` (\`from\`);`)
  await db.run(sql`CREATE INDEX \`appointments_to_idx\` ON \`appointments\` (\`to\`);`)
  await db.run(sql`CREATE INDEX \`appointments_awaiting_idx\` ON \`appointments\` (\`awaiting\`);`)
  await db.run(sql`CREATE INDEX \`appointments_appointed_by_idx\` ON \`appointments\` (\`appointed_by_id\`);`)
  await db.run(sql`CREATE UNIQUE INDEX \`appointments_holds_idx\` ON \`appointments\` (\`holds\`);`)
  await db.run(sql`CREATE INDEX \`appointments_updated_at_idx\` ON \`appointments\` (\`updated_at\`);`)
  await db.run(sql`CREATE INDEX \`appointments_created_at_idx\` ON \`appointments\` (\`created_at\`);`)
  await db.run(sql`CREATE INDEX \`standing_awaiting_from_idx\` ON \`appointments\` (\`standing\`,\`awaiting\`,\`from\`);`)
  await db.run(sql`CREATE INDEX \`standing_to_idx\` ON \`appointments\` (\`standing\`,\`to\`);`)
  await db.run(sql`CREATE TABLE \`duties_posts\` (
  	\`order\` integer NOT NULL,
  	\`parent_id\` text(36) NOT NULL,
  	\`value\` text,
  	\`id\` text(36) PRIMARY KEY NOT NULL,
  	FOREIGN KEY (\`parent_id\`) REFERENCES \`duties\`(\`id\`) ON UPDATE no action ON DELETE cascade
  );
  `)
  await db.run(sql`CREATE INDEX \`duties_posts_order_idx\` ON \`duties_posts\` (\`order\`);`)
  await db.run(sql`CREATE INDEX \`duties_posts_parent_idx\` ON \`duties_posts\` (\`parent_id\`);`)
  await db.run(sql`CREATE TABLE \`duties\` (
  	\`id\` text(36) PRIMARY KEY NOT NULL,
  	\`code\` text NOT NULL,
  	\`title\` text NOT NULL,
  	\`class\` text NOT NULL,
  	\`aspect\` text NOT NULL,
  	\`public_label\` text NOT NULL,
  	\`kind\` text DEFAULT 'demand' NOT NULL,
  	\`complexity\` text DEFAULT 'ordinary' NOT NULL,
  	\`handler_id\` text(36),
  	\`active\` integer DEFAULT true,
  	\`updated_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	\`created_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	FOREIGN KEY (\`handler_id\`) REFERENCES \`units\`(\`id\`) ON UPDATE no action ON DELETE set null
  );
  `)
  await db.run(sql`CREATE UNIQUE INDEX \`duties_code_idx\` ON \`duties\` (\`code\`);`)
  await db.run(sql`CREATE INDEX \`duties_title_idx\` ON \`duties\` (\`title\`);`)
  await db.run(sql`CREATE INDEX \`duties_handler_idx\` ON \`duties\` (\`handler_id\`);`)
  await db.run(sql`CREATE INDEX \`duties_active_idx\` ON \`duties\` (\`active\`);`)
  await db.run(sql`CREATE INDEX \`duties_updated_at_idx\` ON \`duties\` (\`updated_at\`);`)
  await db.run(sql`CREATE INDEX \`duties_created_at_idx\` ON \`duties\` (\`created_at\`);`)
  await db.run(sql`CREATE TABLE \`staff_desks\` (
  	\`order\` integer NOT NULL,
  	\`parent_id\` text(36) NOT NULL,
  	\`value\` text,
  	\`id\` text(36) PRIMARY KEY NOT NULL,
  	FOREIGN KEY (\`parent_id\`) REFERENCES \`staff\`(\`id\`) ON UPDATE no action ON DELETE cascade
  );
  `)
  await db.run(sql`CREATE INDEX \`staff_desks_order_idx\` ON \`staff_desks\` (\`order\`);`)
  await db.run(sql`CREATE INDEX \`staff_desks_parent_idx\` ON \`staff_desks\` (\`parent_id\`);`)
  await db.run(sql`ALTER TABLE \`units\` ADD \`duty_phone\` text;`)
  await db.run(sql`ALTER TABLE \`units\` ADD \`brand\` text;`)
  await db.run(sql`ALTER TABLE \`units\` ADD \`coverage_branch_id\` text(36) REFERENCES units(id);`)
  await db.run(sql`ALTER TABLE \`units\` ADD \`coverage_since\` text;`)
  await db.run(sql`CREATE INDEX \`units_coverage_coverage_branch_idx\` ON \`units\` (\`coverage_branch_id\`);`)
  await db.run(sql`ALTER TABLE \`payload_locked_documents_rels\` ADD \`appointments_id\` text(36) REFERENCES appointments(id);`)
  await db.run(sql`ALTER TABLE \`payload_locked_documents_rels\` ADD \`duties_id\` text(36) REFERENCES duties(id);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_appointments_id_idx\` ON \`payload_locked_documents_rels\` (\`appointments_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_duties_id_idx\` ON \`payload_locked_documents_rels\` (\`duties_id\`);`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.run(sql`DROP TABLE \`appointments\`;`)
  await db.run(sql`DROP TABLE \`duties_posts\`;`)
  await db.run(sql`DROP TABLE \`duties\`;`)
  await db.run(sql`DROP TABLE \`staff_desks\`;`)
  await db.run(sql`PRAGMA foreign_keys=OFF;`)
  await db.run(sql`CREATE TABLE \`__new_units\` (
  	\`id\` text(36) PRIMARY KEY NOT NULL,
  	\`name\` text NOT NULL,
  	\`kind\` text NOT NULL,
  	\`parent_id\` text(36),
  	\`contact\` text,
  	\`head\` text,
  	\`recount\` text,
  	\`member_count\` numeric,
  	\`updated_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	\`created_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	FOREIGN KEY (\`parent_id\`) REFERENCES \`units\`(\`id\`) ON UPDATE no action ON DELETE set null
  );
  `)
  await db.run(sql`INSERT INTO \`__new_units\`("id", "name", "kind", "parent_id", "contact", "head", "recount", "member_count", "updated_at", "created_at") SELECT "id", "name", "kind", "parent_id", "contact", "head", "recount", "member_count", "updated_at", "created_at" FROM \`units\`;`)
  await db.run(sql`DROP TABLE \`units\`;`)
  await db.run(sql`ALTER TABLE \`__new_units\` RENAME TO \`units\`;`)
  await db.run(sql`PRAGMA foreign_keys=ON;`)
  await db.run(sql`CREATE INDEX \`units_name_idx\` ON \`units\` (\`name\`);`)
  await db.run(sql`CREATE INDEX \`units_kind_idx\` ON \`units\` (\`kind\`);`)
  await db.run(sql`CREATE INDEX \`units_parent_idx\` ON \`units\` (\`parent_id\`);`)
  await db.run(sql`CREATE INDEX \`units_recount_idx\` ON \`units\` (\`recount\`);`)
  await db.run(sql`CREATE INDEX \`units_updated_at_idx\` ON \`units\` (\`updated_at\`);`)
  await db.run(sql`CREATE INDEX \`units_created_at_idx\` ON \`units\` (\`created_at\`);`)
  await db.run(sql`CREATE TABLE \`__new_payload_locked_documents_rels\` (
  	\`id\` integer PRIMARY KEY NOT NULL,
  	\`order\` integer,
  	\`parent_id\` text(36) NOT NULL,
  	\`path\` text NOT NULL,
  	\`activities_id\` text(36),
  	\`templates_id\` text(36),
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
  	\`export_definitions_id\` text(36),
  	\`imports_id\` text(36),
  	\`import_rows_id\` text(36),
  	\`audit_id\` text(36),
  	\`codes_id\` text(36),
  	\`idempotency_keys_id\` text(36),
  	\`limits_id\` text(36),
  	\`one_time_links_id\` text(36),
  	\`door_links_id\` text(36),
  	\`staff_logins_id\` text(36),
  	FOREIGN KEY (\`parent_id\`) REFERENCES \`payload_locked_documents\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`activities_id\`) REFERENCES \`activities\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`templates_id\`) REFERENCES \`templates\`(\`id\`) ON UPDATE no action ON DELETE cascade,
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
  	FOREIGN KEY (\`export_definitions_id\`) REFERENCES \`export_definitions\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`imports_id\`) REFERENCES \`imports\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`import_rows_id\`) REFERENCES \`import_rows\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`audit_id\`) REFERENCES \`audit\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`codes_id\`) REFERENCES \`codes\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`idempotency_keys_id\`) REFERENCES \`idempotency_keys\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`limits_id\`) REFERENCES \`limits\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`one_time_links_id\`) REFERENCES \`one_time_links\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`door_links_id\`) REFERENCES \`door_links\`(\`id\`) ON UPDATE no action ON DELETE cascade,
  	FOREIGN KEY (\`staff_logins_id\`) REFERENCES \`staff_logins\`(\`id\`) ON UPDATE no action ON DELETE cascade
  );
  `)
  await db.run(sql`INSERT INTO \`__new_payload_locked_documents_rels\`("id", "order", "parent_id", "path", "activities_id", "templates_id", "registrations_id", "corrections_id", "certificates_id", "messages_id", "broadcasts_id", "people_id", "trainings_id", "awards_id", "targets_id", "stations_id", "programmes_id", "units_id", "staff_id", "export_definitions_id", "imports_id", "import_rows_id", "audit_id", "codes_id", "idempotency_keys_id", "limits_id", "one_time_links_id", "door_links_id", "staff_logins_id") SELECT "id", "order", "parent_id", "path", "activities_id", "templates_id", "registrations_id", "corrections_id", "certificates_id", "messages_id", "broadcasts_id", "people_id", "trainings_id", "awards_id", "targets_id", "stations_id", "programmes_id", "units_id", "staff_id", "export_definitions_id", "imports_id", "import_rows_id", "audit_id", "codes_id", "idempotency_keys_id", "limits_id", "one_time_links_id", "door_links_id", "staff_logins_id" FROM \`payload_locked_documents_rels\`;`)
  await db.run(sql`DROP TABLE \`payload_locked_documents_rels\`;`)
  await db.run(sql`ALTER TABLE \`__new_payload_locked_documents_rels\` RENAME TO \`payload_locked_documents_rels\`;`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_order_idx\` ON \`payload_locked_documents_rels\` (\`order\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_parent_idx\` ON \`payload_locked_documents_rels\` (\`parent_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_path_idx\` ON \`payload_locked_documents_rels\` (\`path\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_activities_id_idx\` ON \`payload_locked_documents_rels\` (\`activities_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_templates_id_idx\` ON \`payload_locked_documents_rels\` (\`templates_id\`);`)
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
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_export_definitions_id_idx\` ON \`payload_locked_documents_rels\` (\`export_definitions_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_imports_id_idx\` ON \`payload_locked_documents_rels\` (\`imports_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_import_rows_id_idx\` ON \`payload_locked_documents_rels\` (\`import_rows_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_audit_id_idx\` ON \`payload_locked_documents_rels\` (\`audit_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_codes_id_idx\` ON \`payload_locked_documents_rels\` (\`codes_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_idempotency_keys_id_idx\` ON \`payload_locked_documents_rels\` (\`idempotency_keys_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_limits_id_idx\` ON \`payload_locked_documents_rels\` (\`limits_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_one_time_links_id_idx\` ON \`payload_locked_documents_rels\` (\`one_time_links_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_door_links_id_idx\` ON \`payload_locked_documents_rels\` (\`door_links_id\`);`)
  await db.run(sql`CREATE INDEX \`payload_locked_documents_rels_staff_logins_id_idx\` ON \`payload_locked_documents_rels\` (\`staff_logins_id\`);`)
}
