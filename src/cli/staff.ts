import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { createLocalReq, getPayload } from 'payload'
import config from '../../payload.config.ts'
import { AppError } from '../domain/shared/AppError.ts'
import { restoreDepartment } from '../operations/identity/restoreDepartment.ts'

/**
 * `npm run staff -- --email a@example.org --name 张三`: makes or restores an account of the department when nobody can
 * log in. Prints a link that sets the password, or with `--password-stdin` takes the password from a pipe; never from
 * the arguments, which every user of the machine can read.
 */
const { values } = parseArgs({
  options: {
    email: { type: 'string' },
    name: { type: 'string' },
    unit: { type: 'string' },
    'password-stdin': { type: 'boolean', default: false },
  },
})
const { email, name, unit } = values
if (!email || !name) {
  console.error(
    'Usage: npm run staff -- --email ADDRESS --name NAME [--unit NAME OF THE COUNTY’S UNIT] [--password-stdin < FILE]',
  )
  process.exit(2)
}
const password = values['password-stdin'] ? (await text(process.stdin)).replace(/\r?\n$/, '') : null
const payload = await getPayload({ config })
try {
  const { created, link } = await restoreDepartment(await createLocalReq({ context: { isCounted: true } }, payload), {
    email,
    name,
    unit,
    password,
  })
  console.log(`${created ? 'Made' : 'Restored'} the department account ${email}.`)
  console.log(
    link === null
      ? 'It has the password that was given.'
      : `Set its password here within an hour; the link works once:\n${link}`,
  )
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  if (error instanceof AppError && 'unit' in error.fields) console.error('Add --unit NAME OF THE COUNTY’S UNIT.')
  process.exitCode = 1
} finally {
  await payload.destroy()
}
