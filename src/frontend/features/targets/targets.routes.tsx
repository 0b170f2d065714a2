import type { Route } from '../../shared/route.ts'
import { loadTarget, targetAddress } from './targets.server.ts'
import { TargetPage } from './TargetPage.tsx'

export const targetRoutes: Route[] = [
  {
    path: '/targets/:id',
    sharedAs: ({ params, query }) => targetAddress(params.id ?? '', query),
    get: async ({ req, params, query, now }) => {
      const contributions = await loadTarget(req, params.id ?? '', query, now)
      return { title: contributions.target.title, body: <TargetPage {...contributions} /> }
    },
  },
]
