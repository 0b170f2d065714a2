import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { bundleOptions, threads } from './bundle.mjs'
import { fingerprint } from './fingerprint.mjs'
import { bin, CommandFailed, run, step } from './run.mjs'

const shared = ['package-lock.json', 'tsconfig.json']

/** `next build` and Vite load modules that read the settings; nothing of these reaches what they build. */
const placeholders = {
  NODE_ENV: 'production',
  PAYLOAD_SECRET: 'x'.repeat(32),
  DATA_KEY: '0'.repeat(64),
  NEXT_TELEMETRY_DISABLED: '1',
}

export const parts = [
  {
    title: 'build the public site',
    name: 'site',
    from: ['src/frontend', 'src/domain', 'src/payload-types.ts', 'vite.config.ts'],
    result: 'dist/client/manifest.json',
    work: () => run(bin('vite/bin/vite.js', 'build'), { env: placeholders }),
  },
  {
    title: 'build the admin',
    name: 'admin',
    // Whatever a collection may lead to; the rest is the site's, the server's and the commands' own.
    from: readdirSync('src')
      .filter((name) => !['cli', 'frontend', 'seed', 'server'].includes(name))
      .map((name) => `src/${name}`)
      .concat('payload.config.ts', 'next.config.ts'),
    result: '.next/BUILD_ID',
    // Next hands its workers what is in NODE_OPTIONS; it garbles `-C` on the command line.
    work: () =>
      run([process.execPath, 'node_modules/next/dist/bin/next', 'build'], {
        env: { ...placeholders, NODE_OPTIONS: '--conditions=production' },
      }),
  },
  {
    title: 'bundle the server and the commands',
    name: 'server',
    from: ['src', 'payload.config.ts', 'scripts/lib/build.mjs', 'scripts/lib/bundle.mjs'],
    result: 'dist/server.js',
    work: bundle,
  },
]

/** Builds what is stale: a part whose sources, packages and result are as they were is left alone. */
export async function build({ force = false } = {}) {
  for (const { title, name, from, result, work } of parts) {
    await step(title, async () => {
      const mark = `dist/.built/${name}`
      const wanted = fingerprint([...from, ...shared])
      const isFresh = existsSync(result) && existsSync(mark) && readFileSync(mark, 'utf8') === wanted
      if (isFresh && !force) return 'unchanged'
      await work()
      mkdirSync('dist/.built', { recursive: true })
      writeFileSync(mark, wanted)
      return 'built'
    })
  }
}

async function bundle() {
  const { build: esbuild } = await import('esbuild')
  // Parts of an earlier bundle would stay for ever: their names say what they hold.
  for (const name of existsSync('dist') ? readdirSync('dist') : [])
    if (name.startsWith('chunk-')) rmSync(`dist/${name}`)
  const entryPoints = {
    server: 'src/server/index.ts',
    seed: 'src/seed/run.ts',
    recount: 'src/cli/recount.ts',
    staff: 'src/cli/staff.ts',
    ...threads,
  }
  await esbuild({
    ...bundleOptions,
    entryPoints,
    outdir: 'dist',
    chunkNames: 'chunk-[name]-[hash]',
    sourcemap: true,
  }).catch((error) => {
    throw new CommandFailed('esbuild could not bundle (see above)', { cause: error })
  })
}
