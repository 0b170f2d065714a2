import type { CollectionConfig } from 'payload'
import { Activities } from './Activities.ts'
import { Appointments } from './Appointments.ts'
import { Audit } from './Audit.ts'
import { Awards } from './Awards.ts'
import { Broadcasts } from './Broadcasts.ts'
import { Certificates } from './Certificates.ts'
import { Codes } from './Codes.ts'
import { Corrections } from './Corrections.ts'
import { DoorLinks } from './DoorLinks.ts'
import { Duties } from './Duties.ts'
import { ExportDefinitions } from './ExportDefinitions.ts'
import { IdempotencyKeys } from './IdempotencyKeys.ts'
import { ImportRows } from './ImportRows.ts'
import { Imports } from './Imports.ts'
import { Limits } from './Limits.ts'
import { Messages } from './Messages.ts'
import { OneTimeLinks } from './OneTimeLinks.ts'
import { People } from './People.ts'
import { Programmes } from './Programmes.ts'
import { Registrations } from './Registrations.ts'
import { Staff } from './Staff.ts'
import { StaffLogins } from './StaffLogins.ts'
import { Stations } from './Stations.ts'
import { Targets } from './Targets.ts'
import { Templates } from './Templates.ts'
import { Trainings } from './Trainings.ts'
import { Units } from './Units.ts'

/** Every collection, in the admin's order. */
export const collections: CollectionConfig[] = [
  Activities,
  Templates,
  Registrations,
  Corrections,
  Certificates,
  Messages,
  Broadcasts,
  People,
  Trainings,
  Awards,
  Targets,
  Stations,
  Programmes,
  Units,
  Appointments,
  Duties,
  Staff,
  ExportDefinitions,
  Imports,
  ImportRows,
  Audit,
  Codes,
  IdempotencyKeys,
  Limits,
  OneTimeLinks,
  DoorLinks,
  StaffLogins,
]
