import { existsSync } from 'node:fs'
import { CommandFailed, main, node, run } from './lib/run.mjs'
import { demoSecrets } from './lib/secrets.mjs'

/**
 * `npm run seed`, `npm run recount`, `npm run staff`: a built command, with the demo's secrets where the environment
 * sets none.
 */
await main(async () => {
  const [name, ...args] = process.argv.slice(2)
  const file = `dist/${name}.js`
  if (!existsSync(file)) throw new CommandFailed(`${file} is missing: run npm run build first`)
  await run(node('--enable-source-maps', file, ...args), {
    env: { NODE_ENV: 'production', ...demoSecrets() },
    stdin: 'inherit',
  })
})
