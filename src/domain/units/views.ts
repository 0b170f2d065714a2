import type { StationLevel } from './vocabulary.ts'

export interface StationSummary {
  id: string
  name: string
  level: StationLevel
  town: { id: string; name: string } | null
  address: string
  openingHours: string
  facilities: string[]
}
