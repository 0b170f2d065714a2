import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`ALTER TABLE \`targets\` ADD \`is_public\` integer DEFAULT false;`)
  await db.run(sql`ALTER TABLE \`targets\` ADD \`recount\` text;`)
  await db.run(sql`CREATE INDEX \`targets_is_public_idx\` ON \`targets\` (\`is_public\`);`)
  await db.run(sql`CREATE INDEX \`targets_recount_idx\` ON \`targets\` (\`recount\`);`)
  await db.run(sql`ALTER TABLE \`units\` ADD \`recount\` text;`)
  await db.run(sql`CREATE INDEX \`units_recount_idx\` ON \`units\` (\`recount\`);`)
  // Days were instants: noon UTC from the date picker, or the bounds of the county's day. Each is the day on which it falls here.
  await db.run(sql`UPDATE \`targets\` SET \`from\` = date(\`from\`, '+8 hours') WHERE length(\`from\`) > 10;`)
  await db.run(sql`UPDATE \`targets\` SET \`to\` = date(\`to\`, '+8 hours') WHERE length(\`to\`) > 10;`)
  await db.run(sql`UPDATE \`trainings\` SET \`date\` = date(\`date\`, '+8 hours') WHERE length(\`date\`) > 10;`)
  await db.run(sql`UPDATE \`awards\` SET \`date\` = date(\`date\`, '+8 hours') WHERE length(\`date\`) > 10;`)
  // Those there were are on the home page; whole days may count more than half ones did.
  await db.run(sql`UPDATE \`targets\` SET \`is_public\` = 1, \`recount\` = 'days';`)
  // Left open, sign-up closes at the start, also when that moves; it used to be filled in.
  await db.run(sql`UPDATE \`activities\` SET \`registration_closes_at\` = NULL WHERE \`registration_closes_at\` = \`starts_at\`;`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.run(sql`DROP INDEX \`targets_is_public_idx\`;`)
  await db.run(sql`DROP INDEX \`targets_recount_idx\`;`)
  await db.run(sql`ALTER TABLE \`targets\` DROP COLUMN \`is_public\`;`)
  await db.run(sql`ALTER TABLE \`targets\` DROP COLUMN \`recount\`;`)
  await db.run(sql`DROP INDEX \`units_recount_idx\`;`)
  await db.run(sql`ALTER TABLE \`units\` DROP COLUMN \`recount\`;`)
}
