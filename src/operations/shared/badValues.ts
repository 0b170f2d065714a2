/** For /metrics, which may not look into the database's folder. */
export { badValues } from '../../database/soundRows.ts'
