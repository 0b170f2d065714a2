import { bin, main, run } from './lib/run.mjs'

/** Payload's command line (generate:types, generate:importmap …). It reads the settings and uses none of these. */
await main(() =>
  run(bin('payload/bin.js', ...process.argv.slice(2)), {
    env: { PAYLOAD_SECRET: 'x'.repeat(32), DATA_KEY: '0'.repeat(64), PAYLOAD_CONFIG_PATH: 'payload.config.ts' },
  }),
)
