import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`ALTER TABLE \`activities\` ADD \`minimum\` numeric;`)
  await db.run(sql`ALTER TABLE \`activities\` ADD \`told_news\` text;`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`cancels_at\` text;`)
  await db.run(sql`CREATE INDEX \`registrations_cancels_at_idx\` ON \`registrations\` (\`cancels_at\`);`)
  await db.run(sql`ALTER TABLE \`staff\` ADD \`task_mail\` text DEFAULT 'daily';`)
  // Those who wanted no mail want none.
  await db.run(sql`UPDATE \`staff\` SET \`task_mail\` = 'off' WHERE \`digest\` = 0;`)
  await db.run(sql`ALTER TABLE \`staff\` DROP COLUMN \`digest\`;`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.run(sql`DROP INDEX \`registrations_cancels_at_idx\`;`)
  await db.run(sql`ALTER TABLE \`registrations\` DROP COLUMN \`cancels_at\`;`)
  await db.run(sql`ALTER TABLE \`activities\` DROP COLUMN \`minimum\`;`)
  await db.run(sql`ALTER TABLE \`activities\` DROP COLUMN \`told_news\`;`)
  await db.run(sql`ALTER TABLE \`staff\` ADD \`digest\` integer DEFAULT true;`)
  await db.run(sql`UPDATE \`staff\` SET \`digest\` = false WHERE \`task_mail\` = 'off';`)
  await db.run(sql`ALTER TABLE \`staff\` DROP COLUMN \`task_mail\`;`)
}
