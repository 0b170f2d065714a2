import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`minutes_source\` text;`)
  await db.run(sql`ALTER TABLE \`registrations\` ADD \`checked_out_at\` text;`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.run(sql`ALTER TABLE \`registrations\` DROP COLUMN \`minutes_source\`;`)
  await db.run(sql`ALTER TABLE \`registrations\` DROP COLUMN \`checked_out_at\`;`)
}
