import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`PRAGMA foreign_keys=OFF;`)
  await db.run(sql`CREATE TABLE \`__new_messages\` (
  	\`id\` text(36) PRIMARY KEY NOT NULL,
  	\`person_id\` text(36),
  	\`staff_id\` text(36),
  	\`kind\` text NOT NULL,
  	\`activity_id\` text(36),
  	\`registration_id\` text(36),
  	\`unit_id\` text(36) NOT NULL,
  	\`state\` text DEFAULT 'waiting' NOT NULL,
  	\`reason\` text,
  	\`channel\` text,
  	\`due_at\` text NOT NULL,
  	\`attempted_at\` text,
  	\`sent_at\` text,
  	\`attempts\` numeric DEFAULT 0 NOT NULL,
  	\`doubts\` numeric DEFAULT 0 NOT NULL,
  	\`error\` text,
  	\`key\` text NOT NULL,
  	\`reference\` text,
  	\`revision\` text,
  	\`updated_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	\`created_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	FOREIGN KEY (\`person_id\`) REFERENCES \`people\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`staff_id\`) REFERENCES \`staff\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`activity_id\`) REFERENCES \`activities\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`registration_id\`) REFERENCES \`registrations\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`unit_id\`) REFERENCES \`units\`(\`id\`) ON UPDATE no action ON DELETE set null
  );
  `)
  await db.run(sql`INSERT INTO \`__new_messages\`("id", "person_id", "kind", "activity_id", "registration_id", "unit_id", "state", "reason", "channel", "due_at", "attempted_at", "sent_at", "attempts", "doubts", "error", "key", "reference", "revision", "updated_at", "created_at") SELECT "id", "person_id", "kind", "activity_id", "registration_id", "unit_id", "state", "reason", "channel", "due_at", "attempted_at", "sent_at", "attempts", "doubts", "error", "key", "reference", "revision", "updated_at", "created_at" FROM \`messages\`;`)
  await db.run(sql`DROP TABLE \`messages\`;`)
  await db.run(sql`ALTER TABLE \`__new_messages\` RENAME TO \`messages\`;`)
  await db.run(sql`PRAGMA foreign_keys=ON;`)
  await db.run(sql`CREATE INDEX \`messages_person_idx\` ON \`messages\` (\`person_id\`);`)
  await db.run(sql`CREATE INDEX \`messages_staff_idx\` ON \`messages\` (\`staff_id\`);`)
  await db.run(sql`CREATE INDEX \`messages_kind_idx\` ON \`messages\` (\`kind\`);`)
  await db.run(sql`CREATE INDEX \`messages_activity_idx\` ON \`messages\` (\`activity_id\`);`)
  await db.run(sql`CREATE INDEX \`messages_registration_idx\` ON \`messages\` (\`registration_id\`);`)
  await db.run(sql`CREATE INDEX \`messages_unit_idx\` ON \`messages\` (\`unit_id\`);`)
  await db.run(sql`CREATE INDEX \`messages_state_idx\` ON \`messages\` (\`state\`);`)
  await db.run(sql`CREATE INDEX \`messages_due_at_idx\` ON \`messages\` (\`due_at\`);`)
  await db.run(sql`CREATE UNIQUE INDEX \`messages_key_idx\` ON \`messages\` (\`key\`);`)
  await db.run(sql`CREATE INDEX \`messages_updated_at_idx\` ON \`messages\` (\`updated_at\`);`)
  await db.run(sql`CREATE INDEX \`messages_created_at_idx\` ON \`messages\` (\`created_at\`);`)
  await db.run(sql`ALTER TABLE \`corrections\` ADD \`unnotified\` integer;`)
  await db.run(sql`CREATE INDEX \`corrections_unnotified_idx\` ON \`corrections\` (\`unnotified\`);`)
  await db.run(sql`ALTER TABLE \`certificates\` ADD \`unnotified\` integer;`)
  await db.run(sql`CREATE INDEX \`certificates_unnotified_idx\` ON \`certificates\` (\`unnotified\`);`)
  await db.run(sql`ALTER TABLE \`staff\` ADD \`digest\` integer DEFAULT true;`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.run(sql`PRAGMA foreign_keys=OFF;`)
  await db.run(sql`CREATE TABLE \`__new_messages\` (
  	\`id\` text(36) PRIMARY KEY NOT NULL,
  	\`person_id\` text(36) NOT NULL,
  	\`kind\` text NOT NULL,
  	\`activity_id\` text(36) NOT NULL,
  	\`registration_id\` text(36) NOT NULL,
  	\`unit_id\` text(36) NOT NULL,
  	\`state\` text DEFAULT 'waiting' NOT NULL,
  	\`reason\` text,
  	\`channel\` text,
  	\`due_at\` text NOT NULL,
  	\`attempted_at\` text,
  	\`sent_at\` text,
  	\`attempts\` numeric DEFAULT 0 NOT NULL,
  	\`doubts\` numeric DEFAULT 0 NOT NULL,
  	\`error\` text,
  	\`key\` text NOT NULL,
  	\`reference\` text,
  	\`revision\` text,
  	\`updated_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	\`created_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	FOREIGN KEY (\`person_id\`) REFERENCES \`people\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`activity_id\`) REFERENCES \`activities\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`registration_id\`) REFERENCES \`registrations\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`unit_id\`) REFERENCES \`units\`(\`id\`) ON UPDATE no action ON DELETE set null
  );
  `)
  await db.run(sql`INSERT INTO \`__new_messages\`("id", "person_id", "kind", "activity_id", "registration_id", "unit_id", "state", "reason", "channel", "due_at", "attempted_at", "sent_at", "attempts", "doubts", "error", "key", "reference", "revision", "updated_at", "created_at") SELECT "id", "person_id", "kind", "activity_id", "registration_id", "unit_id", "state", "reason", "channel", "due_at", "attempted_at", "sent_at", "attempts", "doubts", "error", "key", "reference", "revision", "updated_at", "created_at" FROM \`messages\` WHERE "registration_id" IS NOT NULL;`)
  await db.run(sql`DROP TABLE \`messages\`;`)
  await db.run(sql`ALTER TABLE \`__new_messages\` RENAME TO \`messages\`;`)
  await db.run(sql`PRAGMA foreign_keys=ON;`)
  await db.run(sql`CREATE INDEX \`messages_person_idx\` ON \`messages\` (\`person_id\`);`)
  await db.run(sql`CREATE INDEX \`messages_kind_idx\` ON \`messages\` (\`kind\`);`)
  await db.run(sql`CREATE INDEX \`messages_activity_idx\` ON \`messages\` (\`activity_id\`);`)
  await db.run(sql`CREATE INDEX \`messages_registration_idx\` ON \`messages\` (\`registration_id\`);`)
  await db.run(sql`CREATE INDEX \`messages_unit_idx\` ON \`messages\` (\`unit_id\`);`)
  await db.run(sql`CREATE INDEX \`messages_state_idx\` ON \`messages\` (\`state\`);`)
  await db.run(sql`CREATE INDEX \`messages_due_at_idx\` ON \`messages\` (\`due_at\`);`)
  await db.run(sql`CREATE UNIQUE INDEX \`messages_key_idx\` ON \`messages\` (\`key\`);`)
  await db.run(sql`CREATE INDEX \`messages_updated_at_idx\` ON \`messages\` (\`updated_at\`);`)
  await db.run(sql`CREATE INDEX \`messages_created_at_idx\` ON \`messages\` (\`created_at\`);`)
  await db.run(sql`DROP INDEX \`corrections_unnotified_idx\`;`)
  await db.run(sql`ALTER TABLE \`corrections\` DROP COLUMN \`unnotified\`;`)
  await db.run(sql`DROP INDEX \`certificates_unnotified_idx\`;`)
  await db.run(sql`ALTER TABLE \`certificates\` DROP COLUMN \`unnotified\`;`)
  await db.run(sql`ALTER TABLE \`staff\` DROP COLUMN \`digest\`;`)
}
