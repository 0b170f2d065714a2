import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const PLACES = ['/usr/bin/soffice', '/usr/bin/libreoffice']

/** Null where it is not installed (Debian's package libreoffice-calc-nogui, 90 MB). */
export const libreOffice = process.env.SOFFICE_PATH ?? PLACES.find((place) => existsSync(place)) ?? null

/** Commas, quotes round each text, UTF-8, cells as the sheet shows them: a formula would stand there as its result. */
const AS_SHOWN = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,true,false'

/** What LibreOffice shows of a workbook's first sheet, as CSV. */
export async function shownByLibreOffice(program: string, workbook: Uint8Array): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xianfeng-libreoffice-'))
  try {
    await writeFile(path.join(folder, 'file.xlsx'), workbook)
    const profile = `-env:UserInstallation=file://${folder}/profile`
    await promisify(execFile)(
      program,
      [profile, '--headless', '--convert-to', AS_SHOWN, '--outdir', folder, path.join(folder, 'file.xlsx')],
      { timeout: 120_000 },
    )
    return await readFile(path.join(folder, 'file.csv'), 'utf8')
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
