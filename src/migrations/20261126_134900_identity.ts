import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`ALTER TABLE \`people\` ADD \`pending_phone\` text;`)
  await db.run(sql`ALTER TABLE \`people\` ADD \`pending_email\` text;`)
  await db.run(sql`ALTER TABLE \`people\` ADD \`sessions\` text;`)
  await db.run(sql`ALTER TABLE \`staff\` ADD \`status\` text DEFAULT 'active';`)
  await db.run(sql`CREATE INDEX \`staff_status_idx\` ON \`staff\` (\`status\`);`)
  await db.run(sql`ALTER TABLE \`staff\` DROP COLUMN \`login_attempts\`;`)
  await db.run(sql`ALTER TABLE \`staff\` DROP COLUMN \`lock_until\`;`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.run(sql`ALTER TABLE \`staff\` ADD \`login_attempts\` numeric DEFAULT 0;`)
  await db.run(sql`ALTER TABLE \`staff\` ADD \`lock_until\` text;`)
  await db.run(sql`DROP INDEX \`staff_status_idx\`;`)
  await db.run(sql`ALTER TABLE \`staff\` DROP COLUMN \`status\`;`)
  await db.run(sql`ALTER TABLE \`people\` DROP COLUMN \`pending_phone\`;`)
  await db.run(sql`ALTER TABLE \`people\` DROP COLUMN \`pending_email\`;`)
  await db.run(sql`ALTER TABLE \`people\` DROP COLUMN \`sessions\`;`)
}
