/** The HTTP contract, domain by domain. */
export * from './activities.calls.ts'
export * from './tallies.calls.ts'
export * from './identity.calls.ts'
export * from './seats.calls.ts'
export * from './attendance.calls.ts'
export * from './certificates.calls.ts'
export * from './people.calls.ts'
export * from './records.calls.ts'
