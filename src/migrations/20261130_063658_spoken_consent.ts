import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`spoken_consent_at\` text;`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`spoken_consent_by_id\` text(36) REFERENCES staff(id);`)
  await db.run(sql`CREATE INDEX \`registrations_spoken_consent_by_idx\` ON \`registrations\` (\`spoken_consent_by_id\`);`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
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
  	\`evaluation\` text,
  	\`evaluated_at\` text,
  	\`evaluated_by_id\` text(36),
  	\`evaluation_note\` text,
  	\`rating\` numeric,
  	\`feedback_at\` text,
  	\`feedback\` text,
  	\`answers\` text,
  	\`note\` text,
  	\`refusal\` text,
  	\`history\` text,
  	\`offer_expires_at\` text,
  	\`passes\` numeric DEFAULT 0,
  	\`cancelled_at\` text,
  	\`merged_into_id\` text(36),
  	\`named\` integer,
  	\`unnotified\` integer,
  	\`thanks_due_at\` text,
  	\`counted\` text,
  	\`unsettled\` integer,
  	\`revision\` text,
  	\`updated_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	\`created_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	FOREIGN KEY (\`activity_id\`) REFERENCES \`activities\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`person_id\`) REFERENCES \`people\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`unit_id\`) REFERENCES \`units\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`recorded_by_id\`) REFERENCES \`staff\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`evaluated_by_id\`) REFERENCES \`staff\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`merged_into_id\`) REFERENCES \`registrations\`(\`id\`) ON UPDATE no action ON DELETE set null
  );
  `)
  await db.run(sql`INSERT INTO \`__new_registrations\`("id", "activity_id", "person_id", "unit_id", "status", "sequence", "walk_in", "size", "came", "attendance", "minutes", "minutes_source", "checked_in_at", "checked_out_at", "method", "recorded_by_id", "evaluation", "evaluated_at", "evaluated_by_id", "evaluation_note", "rating", "feedback_at", "feedback", "answers", "note", "refusal", "history", "offer_expires_at", "passes", "cancelled_at", "merged_into_id", "named", "unnotified", "thanks_due_at", "counted", "unsettled", "revision", "updated_at", "created_at") SELECT "id", "activity_id", "person_id", "unit_id", "status", "sequence", "walk_in", "size", "came", "attendance", "minutes", "minutes_source", "checked_in_at", "checked_out_at", "method", "recorded_by_id", "evaluation", "evaluated_at", "evaluated_by_id", "evaluation_note", "rating", "feedback_at", "feedback", "answers", "note", "refusal", "history", "offer_expires_at", "passes", "cancelled_at", "merged_into_id", "named", "unnotified", "thanks_due_at", "counted", "unsettled", "revision", "updated_at", "created_at" FROM \`registrations\`;`)
  await db.run(sql`DROP TABLE \`registrations\`;`)
  await db.run(sql`ALTER TABLE \`__new_registrations\` RENAME TO \`registrations\`;`)
  await db.run(sql`PRAGMA foreign_keys=ON;`)
  await db.run(sql`CREATE INDEX \`registrations_activity_idx\` ON \`registrations\` (\`activity_id\`);`)
  await db.run(sql`CREATE INDEX \`registrations_person_idx\` ON \`registrations\` (\`person_id\`);`)
  await db.run(sql`CREATE INDEX \`registrations_unit_idx\` ON \`registrations\` (\`unit_id\`);`)
  await db.run(sql`CREATE INDEX \`registrations_status_idx\` ON \`registrations\` (\`status\`);`)
  await db.run(sql`CREATE INDEX \`registrations_attendance_idx\` ON \`registrations\` (\`attendance\`);`)
  await db.run(sql`CREATE INDEX \`registrations_recorded_by_idx\` ON \`registrations\` (\`recorded_by_id\`);`)
  await db.run(sql`CREATE INDEX \`registrations_evaluated_by_idx\` ON \`registrations\` (\`evaluated_by_id\`);`)
  await db.run(sql`CREATE INDEX \`registrations_offer_expires_at_idx\` ON \`registrations\` (\`offer_expires_at\`);`)
  await db.run(sql`CREATE INDEX \`registrations_merged_into_idx\` ON \`registrations\` (\`merged_into_id\`);`)
  await db.run(sql`CREATE INDEX \`registrations_unnotified_idx\` ON \`registrations\` (\`unnotified\`);`)
  await db.run(sql`CREATE INDEX \`registrations_thanks_due_at_idx\` ON \`registrations\` (\`thanks_due_at\`);`)
  await db.run(sql`CREATE INDEX \`registrations_unsettled_idx\` ON \`registrations\` (\`unsettled\`);`)
  await db.run(sql`CREATE INDEX \`registrations_updated_at_idx\` ON \`registrations\` (\`updated_at\`);`)
  await db.run(sql`CREATE INDEX \`registrations_created_at_idx\` ON \`registrations\` (\`created_at\`);`)
  await db.run(sql`CREATE UNIQUE INDEX \`activity_person_idx\` ON \`registrations\` (\`activity_id\`,\`person_id\`);`)
  await db.run(sql`CREATE INDEX \`activity_status_sequence_idx\` ON \`registrations\` (\`activity_id\`,\`status\`,\`sequence\`);`)
}
