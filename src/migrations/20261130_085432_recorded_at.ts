import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

/** Activities recorded before: by their first check-in, and without one by the last change, since it was no later. */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`ALTER TABLE \`activities\` ADD \`recorded_at\` text;`)
  await db.run(sql`UPDATE \`activities\` SET \`recorded_at\` = COALESCE(
  	(SELECT MIN(checked_in_at) FROM \`registrations\` WHERE activity_id = activities.id), updated_at)
  WHERE present > 0 OR outcome_visits > 0 OR outcome_matters > 0 OR outcome_summary <> ''
  	OR EXISTS (SELECT 1 FROM \`registrations\` WHERE activity_id = activities.id AND attendance <> 'unknown');`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.run(sql`ALTER TABLE \`activities\` DROP COLUMN \`recorded_at\`;`)
}
