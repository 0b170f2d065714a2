import type { CollectionConfig } from 'payload'
import { Activities } from './Activities.ts'
import { Audit } from './Audit.ts'
import { Awards } from './Awards.ts'
import { Certificates } from './Certificates.ts'
import { Codes } from './Codes.ts'
import { Corrections } from './Corrections.ts'
import { IdempotencyKeys } from './IdempotencyKeys.ts'
import { Limits } from './Limits.ts'
import { Messages } from './Messages.ts'
import { People } from './People.ts'
import { Programmes } from './Programmes.ts'
import { Registrations } from './Registrations.ts'
import { Staff } from './Staff.ts'
import { Stations } from './Stations.ts'
import { Targets } from './Targets.ts'
import { Trainings } from './Trainings.ts'
import { Units } from './Units.ts'

/** Every collection, in the admin's order. */
export const collections: CollectionConfig[] = [
  Activities,
  Registrations,
  Corrections,
  Certificates,
  Messages,
  People,
  Trainings,
  Awards,
  Targets,
  Stations,
  Programmes,
  Units,
  Staff,
  Audit,
  Codes,
  IdempotencyKeys,
  Limits,
]
