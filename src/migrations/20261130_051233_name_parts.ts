import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-sqlite'

/**
 * An index of the parts in `name_parts`, which SQLite cannot make of a list: whoever writes the row, the triggers keep
 * it. A later migration that builds the table of people anew has to make them again.
 */
export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.run(sql`ALTER TABLE \`people\` ADD \`name_parts\` text;`)
  await db.run(sql`CREATE TABLE \`people_parts\` (
  	\`part\` text NOT NULL,
  	\`owner\` text(36) NOT NULL,
  	PRIMARY KEY (\`part\`, \`owner\`)
  ) WITHOUT ROWID;`)
  await db.run(sql`CREATE TRIGGER \`people_parts_added\` AFTER INSERT ON \`people\` BEGIN
  	INSERT OR IGNORE INTO \`people_parts\` SELECT value, NEW.id FROM json_each(NEW.name_parts);
  END;`)
  await db.run(sql`CREATE TRIGGER \`people_parts_changed\` AFTER UPDATE OF \`name_parts\` ON \`people\`
  WHEN NEW.name_parts IS NOT OLD.name_parts BEGIN
  	DELETE FROM \`people_parts\` WHERE owner = OLD.id AND part IN (SELECT value FROM json_each(OLD.name_parts));
  	INSERT OR IGNORE INTO \`people_parts\` SELECT value, NEW.id FROM json_each(NEW.name_parts);
  END;`)
  await db.run(sql`CREATE TRIGGER \`people_parts_removed\` AFTER DELETE ON \`people\` BEGIN
  	DELETE FROM \`people_parts\` WHERE owner = OLD.id AND part IN (SELECT value FROM json_each(OLD.name_parts));
  END;`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  for (const trigger of ['added', 'changed', 'removed'])
    await db.run(sql.raw(`DROP TRIGGER \`people_parts_${trigger}\`;`))
  await db.run(sql`DROP TABLE \`people_parts\`;`)
  await db.run(sql`ALTER TABLE \`people\` DROP COLUMN \`name_parts\`;`)
}
