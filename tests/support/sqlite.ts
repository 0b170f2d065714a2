/** Settings of the project `integration-sqlite`: a database file in the test file's own folder. */
import './settings.ts'
