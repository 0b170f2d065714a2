import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`ALTER TABLE \`activities\` ADD \`party_limit\` numeric DEFAULT 1;`)
  await db.run(sql`ALTER TABLE \`activities\` ADD \`approval\` integer DEFAULT false;`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`size\` numeric DEFAULT 1;`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`came\` numeric;`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`refusal\` text;`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`history\` text;`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`offer_expires_at\` text;`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`passes\` numeric DEFAULT 0;`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`unnotified\` integer;`)
  await db.run(sql`CREATE INDEX \`registrations_offer_expires_at_idx\` ON \`registrations\` (\`offer_expires_at\`);`)
  await db.run(sql`CREATE INDEX \`registrations_unnotified_idx\` ON \`registrations\` (\`unnotified\`);`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.run(sql`DROP INDEX \`registrations_offer_expires_at_idx\`;`)
  await db.run(sql`DROP INDEX \`registrations_unnotified_idx\`;`)
  await db.run(sql`ALTER TABLE \`registrations\` DROP COLUMN \`size\`;`)
  await db.run(sql`ALTER TABLE \`registrations\` DROP COLUMN \`came\`;`)
  await db.run(sql`ALTER TABLE \`registrations\` DROP COLUMN \`refusal\`;`)
  await db.run(sql`ALTER TABLE \`registrations\` DROP COLUMN \`history\`;`)
  await db.run(sql`ALTER TABLE \`registrations\` DROP COLUMN \`offer_expires_at\`;`)
  await db.run(sql`ALTER TABLE \`registrations\` DROP COLUMN \`passes\`;`)
  await db.run(sql`ALTER TABLE \`registrations\` DROP COLUMN \`unnotified\`;`)
  await db.run(sql`ALTER TABLE \`activities\` DROP COLUMN \`party_limit\`;`)
  await db.run(sql`ALTER TABLE \`activities\` DROP COLUMN \`approval\`;`)
}
