import { aboutRoutes } from '../frontend/features/about/about.routes.tsx'
import { accountRoutes } from '../frontend/features/account/account.routes.tsx'
import { activityRoutes } from '../frontend/features/activities/activities.routes.tsx'
import { certificateRoutes } from '../frontend/features/certificates/certificates.routes.tsx'
import { checkInRoutes } from '../frontend/features/checkIn/checkIn.routes.tsx'
import { homeRoutes } from '../frontend/features/home/home.routes.tsx'
import { postRoutes } from '../frontend/features/posts/posts.routes.tsx'
import { stationRoutes } from '../frontend/features/stations/stations.routes.tsx'
import { targetRoutes } from '../frontend/features/targets/targets.routes.tsx'
import type { Route } from '../frontend/shared/route.ts'

/** Every page of the public site. */
export const routes: Route[] = [
  ...homeRoutes,
  ...activityRoutes,
  ...checkInRoutes,
  ...stationRoutes,
  ...targetRoutes,
  ...aboutRoutes,
  ...certificateRoutes,
  ...accountRoutes,
  ...postRoutes,
]
