import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`ALTER TABLE \`people\` ADD \`station_id\` text(36) REFERENCES stations(id);`)
  await db.run(sql`CREATE INDEX \`people_station_idx\` ON \`people\` (\`station_id\`);`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.run(sql`PRAGMA foreign_keys=OFF;`)
  await db.run(sql`CREATE TABLE \`__new_people\` (
  	\`id\` text(36) PRIMARY KEY NOT NULL,
  	\`name\` text NOT NULL,
  	\`phone\` text,
  	\`email\` text,
  	\`unit_id\` text(36),
  	\`volunteer_number\` text,
  	\`gender\` text,
  	\`birth_date\` text,
  	\`id_number\` text,
  	\`area\` text,
  	\`skills\` text,
  	\`service_kinds\` text,
  	\`consent_at\` text,
  	\`opted_out_at\` text,
  	\`erased_at\` text,
  	\`merged_into_id\` text(36),
  	\`merged_at\` text,
  	\`merged_by_id\` text(36),
  	\`merge_reason\` text,
  	\`erasing\` integer,
  	\`merging\` integer,
  	\`revision\` text,
  	\`pending_phone\` text,
  	\`pending_email\` text,
  	\`sessions\` text,
  	\`phone_hash\` text,
  	\`email_hash\` text,
  	\`name_parts\` text,
  	\`updated_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	\`created_at\` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
  	FOREIGN KEY (\`unit_id\`) REFERENCES \`units\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`merged_into_id\`) REFERENCES \`people\`(\`id\`) ON UPDATE no action ON DELETE set null,
  	FOREIGN KEY (\`merged_by_id\`) REFERENCES \`staff\`(\`id\`) ON UPDATE no action ON DELETE set null
  );
  `)
  await db.run(sql`INSERT INTO \`__new_people\`("id", "name", "phone", "email", "unit_id", "volunteer_number", "gender", "birth_date", "id_number", "area", "skills", "service_kinds", "consent_at", "opted_out_at", "erased_at", "merged_into_id", "merged_at", "merged_by_id", "merge_reason", "erasing", "merging", "revision", "pending_phone", "pending_email", "sessions", "phone_hash", "email_hash", "name_parts", "updated_at", "created_at") SELECT "id", "name", "phone", "email", "unit_id", "volunteer_number", "gender", "birth_date", "id_number", "area", "skills", "service_kinds", "consent_at", "opted_out_at", "erased_at", "merged_into_id", "merged_at", "merged_by_id", "merge_reason", "erasing", "merging", "revision", "pending_phone", "pending_email", "sessions", "phone_hash", "email_hash", "name_parts", "updated_at", "created_at" FROM \`people\`;`)
  await db.run(sql`DROP TABLE \`people\`;`)
  await db.run(sql`ALTER TABLE \`__new_people\` RENAME TO \`people\`;`)
  await db.run(sql`PRAGMA foreign_keys=ON;`)
  await db.run(sql`CREATE INDEX \`people_unit_idx\` ON \`people\` (\`unit_id\`);`)
  await db.run(sql`CREATE UNIQUE INDEX \`people_volunteer_number_idx\` ON \`people\` (\`volunteer_number\`);`)
  await db.run(sql`CREATE INDEX \`people_merged_into_idx\` ON \`people\` (\`merged_into_id\`);`)
  await db.run(sql`CREATE INDEX \`people_merged_by_idx\` ON \`people\` (\`merged_by_id\`);`)
  await db.run(sql`CREATE INDEX \`people_erasing_idx\` ON \`people\` (\`erasing\`);`)
  await db.run(sql`CREATE INDEX \`people_merging_idx\` ON \`people\` (\`merging\`);`)
  await db.run(sql`CREATE UNIQUE INDEX \`people_phone_hash_idx\` ON \`people\` (\`phone_hash\`);`)
  await db.run(sql`CREATE UNIQUE INDEX \`people_email_hash_idx\` ON \`people\` (\`email_hash\`);`)
  await db.run(sql`CREATE INDEX \`people_updated_at_idx\` ON \`people\` (\`updated_at\`);`)
  await db.run(sql`CREATE INDEX \`people_created_at_idx\` ON \`people\` (\`created_at\`);`)
}
