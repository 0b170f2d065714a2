import { withPayload } from '@payloadcms/next/withPayload'
import type { NextConfig } from 'next'

/** Next serves Payload's admin and nothing else; src/server mounts it. */
const config: NextConfig = {
  // `npm run typecheck` covers the whole repository, once. Next rewrites the tsconfig it is given, so it has one of its
  // own.
  typescript: { ignoreBuildErrors: true, tsconfigPath: 'src/app/tsconfig.json' },
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  // chinese-days: its ES module calls itself CommonJS, which Turbopack refuses; Node reads the CommonJS one. The others
  // read data files beside their code.
  serverExternalPackages: ['chinese-days', 'pdfkit', 'fontkit'],
  poweredByHeader: false,
  devIndicators: false,
}

export default withPayload(config)
