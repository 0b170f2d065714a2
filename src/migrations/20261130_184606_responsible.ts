import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`ALTER TABLE \`activities\` ADD \`responsible_id\` text(36) REFERENCES staff(id);`)
  await db.run(sql`CREATE INDEX \`activities_responsible_idx\` ON \`activities\` (\`responsible_id\`);`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.run(sql`PRAGMA foreign_keys=OFF;`)
  await db.run(sql`CREATE TABLE \`__new_activities\` (
  	\`id\` text(36) PRIMARY KEY NOT NULL,
  	\`title\` text NOT NULL,
  	\`line\` text NOT NULL,
  	\`theme\` text,
  	\`series_id\` text(36),
  	\`unit_id\` text(36) NOT NULL,
  	\`partner_unit_id\` text(36),
  	\`starts_at\` text NOT NULL,
  	\`ends_at\` text NOT NULL,
  	\`place\` text NOT NULL,
  	\`station_id\` text(36),
  	\`capacity\` numeric,
  	\`waiting_list\` integer DEFAULT true,
  	\`ledger\` text DEFAULT 'participation' NOT NULL,
  	\`description\` text,
  	\`leader\` text,
  	\`contact\` text,
  	\`registration_opens_at\` text,
  	\`registration_closes_at\` text,
  	\`party_limit\` numeric DEFAULT 1,
  	\`approval\` integer DEFAULT false,
  	\`minimum\` numeric,
  	\`self_check_in\` integer DEFAULT false,
  	\`outcome_visits\` numeric DEFAULT 0,
  	\`outcome_matters\` numeric DEFAULT 0,
  	\`outcome_summary\` text,
  	\`status\` text DEFAULT 'draft' NOT NULL,
  	\`cancel_reason\` text,
  	\`taken\` numeric DEFAULT 0,
  	\`waiting\` numeric DEFAULT 0,
  	\`free\` numeric,
  	\`present\` numeric DEFAULT 0,
  	\`minutes\` numeric DEFAULT 0,
  	\`last_sequence\` numeric DEFAULT 0,
  	\`recorded_at\` text,
  	\`notice\` text,
  	\`untold\` text,
  	\`reminded\` text,
  	\`told_news\` text,
  	\`series_key\` text,
  	\`cover\` text,
  	\`counted\` text,
  	\`unsettled\` integer,
  	\`revision\` text,
  	\`updated_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	\`created_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	FOREIGN KEY (\`series_id\`) REFERENCES \`programmes\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`unit_id\`) REFERENCES \`units\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`partner_unit_id\`) REFERENCES \`units\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`station_id\`) REFERENCES \`stations\`(\`id\`) ON UPDATE no action ON DELETE set null
  );
  `)
  await db.run(sql`INSERT INTO \`__new_activities\`("id", "title", "line", "theme", "series_id", "unit_id", "partner_unit_id", "starts_at", "ends_at", "place", "station_id", "capacity", "waiting_list", "ledger", "description", "leader", "contact", "registration_opens_at", "registration_closes_at", "party_limit", "approval", "minimum", "self_check_in", "outcome_visits", "outcome_matters", "outcome_summary", "status", "cancel_reason", "taken", "waiting", "free", "present", "minutes", "last_sequence", "recorded_at", "notice", "untold", "reminded", "told_news", "series_key", "cover", "counted", "unsettled", "revision", "updated_at", "created_at") SELECT "id", "title", "line", "theme", "series_id", "unit_id", "partner_unit_id", "starts_at", "ends_at", "place", "station_id", "capacity", "waiting_list", "ledger", "description", "leader", "contact", "registration_opens_at", "registration_closes_at", "party_limit", "approval", "minimum", "self_check_in", "outcome_visits", "outcome_matters", "outcome_summary", "status", "cancel_reason", "taken", "waiting", "free", "present", "minutes", "last_sequence", "recorded_at", "notice", "untold", "reminded", "told_news", "series_key", "cover", "counted", "unsettled", "revision", "updated_at", "created_at" FROM \`activities\`;`)
  await db.run(sql`DROP TABLE \`activities\`;`)
  await db.run(sql`ALTER TABLE \`__new_activities\` RENAME TO \`activities\`;`)
  await db.run(sql`PRAGMA foreign_keys=ON;`)
  await db.run(sql`CREATE INDEX \`activities_title_idx\` ON \`activities\` (\`title\`);`)
  await db.run(sql`CREATE INDEX \`activities_line_idx\` ON \`activities\` (\`line\`);`)
  await db.run(sql`CREATE INDEX \`activities_theme_idx\` ON \`activities\` (\`theme\`);`)
  await db.run(sql`CREATE INDEX \`activities_series_idx\` ON \`activities\` (\`series_id\`);`)
  await db.run(sql`CREATE INDEX \`activities_unit_idx\` ON \`activities\` (\`unit_id\`);`)
  await db.run(sql`CREATE INDEX \`activities_partner_unit_idx\` ON \`activities\` (\`partner_unit_id\`);`)
  await db.run(sql`CREATE INDEX \`activities_starts_at_idx\` ON \`activities\` (\`starts_at\`);`)
  await db.run(sql`CREATE INDEX \`activities_ends_at_idx\` ON \`activities\` (\`ends_at\`);`)
  await db.run(sql`CREATE INDEX \`activities_station_idx\` ON \`activities\` (\`station_id\`);`)
  await db.run(sql`CREATE INDEX \`activities_registration_closes_at_idx\` ON \`activities\` (\`registration_closes_at\`);`)
  await db.run(sql`CREATE INDEX \`activities_status_idx\` ON \`activities\` (\`status\`);`)
  await db.run(sql`CREATE INDEX \`activities_taken_idx\` ON \`activities\` (\`taken\`);`)
  await db.run(sql`CREATE INDEX \`activities_waiting_idx\` ON \`activities\` (\`waiting\`);`)
  await db.run(sql`CREATE INDEX \`activities_free_idx\` ON \`activities\` (\`free\`);`)
  await db.run(sql`CREATE INDEX \`activities_present_idx\` ON \`activities\` (\`present\`);`)
  await db.run(sql`CREATE INDEX \`activities_untold_idx\` ON \`activities\` (\`untold\`);`)
  await db.run(sql`CREATE INDEX \`activities_series_key_idx\` ON \`activities\` (\`series_key\`);`)
  await db.run(sql`CREATE INDEX \`activities_unsettled_idx\` ON \`activities\` (\`unsettled\`);`)
  await db.run(sql`CREATE INDEX \`activities_updated_at_idx\` ON \`activities\` (\`updated_at\`);`)
  await db.run(sql`CREATE INDEX \`activities_created_at_idx\` ON \`activities\` (\`created_at\`);`)
}
