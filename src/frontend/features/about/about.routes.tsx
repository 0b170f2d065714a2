import type { Route } from '../../shared/route.ts'
import { AboutPage } from './AboutPage.tsx'

export const aboutRoutes: Route[] = [{ path: '/about', get: () => ({ title: '关于', body: <AboutPage /> }) }]
