import { listStations } from '../../../operations/units/listStations.ts'
import type { Route } from '../../shared/route.ts'
import { StationsPage } from './StationsPage.tsx'

export const stationRoutes: Route[] = [
  {
    path: '/stations',
    sharedAs: () => '/stations',
    get: async ({ req }) => ({ title: '先“蜂”空间', body: <StationsPage stations={await listStations(req)} /> }),
  },
]
