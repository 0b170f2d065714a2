import type { PayloadRequest } from 'payload'
import type { StationSummary } from '../../domain/units/views.ts'
import type { Unit } from '../../payload-types.ts'

export async function listStations(req: PayloadRequest): Promise<StationSummary[]> {
  const read = { depth: 0, pagination: false, overrideAccess: false, req, user: req.user } as const
  const { docs: stations } = await req.payload.find({ collection: 'stations', sort: 'name', ...read, depth: 1 })
  const { docs: towns } = await req.payload.find({ collection: 'units', where: { kind: { equals: 'town' } }, ...read })
  return stations.map((station) => {
    const unit = station.unit as Unit
    const town = towns.find(({ id }) => id === unit.id || (unit.ancestors ?? []).some((ancestor) => ancestor === id))
    return {
      id: station.id,
      name: station.name,
      level: station.level,
      town: town ? { id: town.id, name: town.name } : null,
      address: station.address,
      openingHours: station.openingHours,
      facilities: station.facilities ?? [],
    }
  })
}
