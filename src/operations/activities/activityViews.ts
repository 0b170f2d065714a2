import type { PayloadRequest, SelectType } from 'payload'
import { joinableAt } from '../../domain/seats/joinable.ts'
import { coverOf } from '../../domain/activities/covers.ts'
import type { ActivitySummary } from '../../domain/activities/views.ts'
import { freeSeats } from '../../domain/seats/seats.ts'
import type { Activity, Programme, Station, Unit } from '../../payload-types.ts'

/** The fields of an activity that a list needs: everything but the long texts and the questions. */
export const SUMMARY_FIELDS = {
  title: true,
  line: true,
  theme: true,
  series: true,
  unit: true,
  partnerUnit: true,
  place: true,
  station: true,
  startsAt: true,
  endsAt: true,
  registrationOpensAt: true,
  registrationClosesAt: true,
  ledger: true,
  capacity: true,
  waitingList: true,
  approval: true,
  partyLimit: true,
  taken: true,
  waiting: true,
  status: true,
  cover: true,
} satisfies SelectType

const idOf = (reference: string | { id: string } | null | undefined): string | null =>
  reference === null || reference === undefined ? null : typeof reference === 'string' ? reference : reference.id

/** Activities as the public sees them, with the names of what they refer to read in one query a collection. */
export async function summarise(req: PayloadRequest, activities: Activity[], now: Date): Promise<ActivitySummary[]> {
  const read = { depth: 0, pagination: false, overrideAccess: false, req, user: req.user } as const
  const ids = (pick: (activity: Activity) => string | null): string[] => [
    ...new Set(activities.map(pick).filter((id) => id !== null)),
  ]
  const unitIds = [...new Set([...ids((a) => idOf(a.unit)), ...ids((a) => idOf(a.partnerUnit))])]
  const stationIds = ids((a) => idOf(a.station))
  const seriesIds = ids((a) => idOf(a.series))
  const units =
    unitIds.length === 0
      ? []
      : (await req.payload.find({ collection: 'units', where: { id: { in: unitIds } }, ...read })).docs
  const townIds = [
    ...new Set(units.flatMap((unit) => (unit.ancestors ?? []).map((ancestor) => String(idOf(ancestor))))),
  ]
  const towns =
    townIds.length === 0
      ? []
      : (
          await req.payload.find({
            collection: 'units',
            where: { and: [{ id: { in: townIds } }, { kind: { equals: 'town' } }] },
            ...read,
          })
        ).docs
  const stations =
    stationIds.length === 0
      ? []
      : (await req.payload.find({ collection: 'stations', where: { id: { in: stationIds } }, ...read })).docs
  const series =
    seriesIds.length === 0
      ? []
      : (await req.payload.find({ collection: 'programmes', where: { id: { in: seriesIds } }, ...read })).docs
  return activities.map((activity) => summary(activity, { units, towns, stations, series }, now))
}

interface References {
  units: Unit[]
  towns: Unit[]
  stations: Station[]
  series: Programme[]
}

function summary(activity: Activity, known: References, now: Date): ActivitySummary {
  const unit = known.units.find(({ id }) => id === idOf(activity.unit))
  const partner = known.units.find(({ id }) => id === idOf(activity.partnerUnit))
  const station = known.stations.find(({ id }) => id === idOf(activity.station))
  const series = known.series.find(({ id }) => id === idOf(activity.series))
  const town =
    unit?.kind === 'town'
      ? unit
      : known.towns.find(({ id }) => unit?.ancestors?.some((ancestor) => idOf(ancestor) === id))
  const seats = {
    capacity: activity.capacity ?? null,
    taken: activity.taken ?? 0,
    waiting: activity.waiting ?? 0,
    lastSequence: 0,
    waitingList: activity.waitingList ?? false,
  }
  const window = {
    cancelled: activity.status === 'cancelled',
    registrationOpensAt: activity.registrationOpensAt ?? null,
    registrationClosesAt: activity.registrationClosesAt ?? activity.startsAt,
    endsAt: activity.endsAt,
  }
  return {
    id: activity.id,
    title: activity.title,
    line: activity.line,
    theme: activity.theme ?? null,
    series: series ? { id: series.id, title: series.title, category: series.category } : null,
    unit: { id: idOf(activity.unit) ?? '', name: unit?.name ?? '' },
    town: town ? { id: town.id, name: town.name } : null,
    partnerUnit: partner ? { id: partner.id, name: partner.name } : null,
    place: activity.place,
    station: station ? { id: station.id, name: station.name } : null,
    startsAt: activity.startsAt,
    ...window,
    ledger: activity.ledger,
    capacity: seats.capacity,
    taken: seats.taken,
    waiting: seats.waiting,
    free: freeSeats(seats),
    waitingList: seats.waitingList,
    approval: activity.approval ?? false,
    partyLimit: activity.partyLimit ?? 1,
    cover: coverOf(activity.cover),
    joinable: joinableAt({ ...window, startsAt: activity.startsAt, ...seats }, now),
  }
}
