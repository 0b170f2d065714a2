import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`DROP INDEX \`import_session_outcome_idx\`;`)
  await db.run(sql`CREATE INDEX \`import_outcome_session_number_idx\` ON \`import_rows\` (\`import_id\`,\`outcome\`,\`session\`,\`number\`);`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.run(sql`DROP INDEX \`import_outcome_session_number_idx\`;`)
  await db.run(sql`CREATE INDEX \`import_session_outcome_idx\` ON \`import_rows\` (\`import_id\`,\`session\`,\`outcome\`);`)
}
