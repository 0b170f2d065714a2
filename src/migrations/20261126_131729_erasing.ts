import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`ALTER TABLE \`people\` ADD \`erasing\` integer;`)
  await db.run(sql`CREATE INDEX \`people_erasing_idx\` ON \`people\` (\`erasing\`);`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.run(sql`DROP INDEX \`people_erasing_idx\`;`)
  await db.run(sql`ALTER TABLE \`people\` DROP COLUMN \`erasing\`;`)
}
