import { dayOf } from '../domain/shared/calendar.ts'
import { STATIONS } from './data/stations.ts'
import { idOf, type Demo } from './demo.ts'

export async function createUnits({ payload, county, units, now, advance }: Demo): Promise<void> {
  for (const { parent, ...unit } of county.units) {
    const { id } = await payload.create({
      collection: 'units',
      data: {
        ...unit,
        parent: parent === null ? null : idOf(units, parent),
        ...(unit.kind === 'compound' &&
          parent !== null && { coverage: { branch: idOf(units, parent), since: dayOf(now) } }),
      },
      depth: 0,
      overrideAccess: true,
    })
    units.set(unit.name, id)
    advance('组织单位', 1)
  }
}

export async function createStations({ payload, units, stations }: Demo): Promise<void> {
  for (const { unit, ...station } of STATIONS) {
    stations.set(
      station.name,
      (
        await payload.create({
          collection: 'stations',
          data: { ...station, unit: idOf(units, unit) },
          depth: 0,
          overrideAccess: true,
        })
      ).id,
    )
  }
}
