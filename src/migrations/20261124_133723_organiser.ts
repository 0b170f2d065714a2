import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`ALTER TABLE \`activities_questions\` ADD \`min\` numeric;`)
  await db.run(sql`ALTER TABLE \`activities_questions\` ADD \`max\` numeric;`)
  await db.run(sql`ALTER TABLE \`activities_questions\` ADD \`earliest\` text;`)
  await db.run(sql`ALTER TABLE \`activities_questions\` ADD \`latest\` text;`)
  await db.run(sql`ALTER TABLE \`activities_questions\` ADD \`show_when\` text;`)
  await db.run(sql`ALTER TABLE \`activities_questions\` ADD \`show_when_answer\` text;`)
  await db.run(sql`ALTER TABLE \`activities\` ADD \`series_key\` text;`)
  await db.run(sql`CREATE INDEX \`activities_series_key_idx\` ON \`activities\` (\`series_key\`);`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.run(sql`DROP INDEX \`activities_series_key_idx\`;`)
  await db.run(sql`ALTER TABLE \`activities\` DROP COLUMN \`series_key\`;`)
  await db.run(sql`ALTER TABLE \`activities_questions\` DROP COLUMN \`min\`;`)
  await db.run(sql`ALTER TABLE \`activities_questions\` DROP COLUMN \`max\`;`)
  await db.run(sql`ALTER TABLE \`activities_questions\` DROP COLUMN \`earliest\`;`)
  await db.run(sql`ALTER TABLE \`activities_questions\` DROP COLUMN \`latest\`;`)
  await db.run(sql`ALTER TABLE \`activities_questions\` DROP COLUMN \`show_when\`;`)
  await db.run(sql`ALTER TABLE \`activities_questions\` DROP COLUMN \`show_when_answer\`;`)
}
