import type { Route } from '../../shared/route.ts'
import { loadHome } from './home.server.ts'
import { HomePage } from './HomePage.tsx'

export const homeRoutes: Route[] = [
  {
    path: '/',
    sharedAs: () => '/',
    get: async ({ req, now }) => ({ title: '首页', body: <HomePage {...await loadHome(req, now)} /> }),
  },
]
