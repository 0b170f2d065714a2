/**
 * Every collection whose records belong to a person, by the field `person`: a merge takes them along, and who has any
 * is not deleted.
 */
export const RECORDS_OF_PEOPLE = [
  'registrations',
  'trainings',
  'awards',
  'corrections',
  'certificates',
  'messages',
] as const
