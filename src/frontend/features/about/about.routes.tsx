import type { Route } from '../../shared/route.ts'
import { AboutPage } from './AboutPage.tsx'

export const aboutRoutes: Route[] = [
  { path: '/about', sharedAs: () => '/about', get: () => ({ title: '关于', body: <AboutPage /> }) },
]
