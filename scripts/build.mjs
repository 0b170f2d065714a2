import { build } from './lib/build.mjs'
import { main } from './lib/run.mjs'

/** `npm run build [-- --force]`: the public site, the admin, the server; only what is stale, unless forced. */
await main(() => build({ force: process.argv.includes('--force') }))
