import { HOUR_MS } from '../../domain/shared/calendar.ts'
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Mutex } from 'async-mutex'
import type { PayloadRequest } from 'payload'
import { findRowsBy } from '../../database/rows.ts'
import {
  activityOfFile,
  COVER_WIDTHS,
  coverFile,
  coverName,
  coverOf,
  type Cover,
  type CoverWidth,
} from '../../domain/activities/covers.ts'
import { env } from '../../env.ts'
import { encodeCover } from '../../pdf/encodeCover.ts'
import { atOnce, type Paced } from '../shared/paced.ts'
import { piecesOf } from '../shared/piecesOf.ts'

/** Files that are looked at in one go. */
const BATCH = 500

const pathOf = (name: string, width: CoverWidth): string => path.join(env.mediaDir, coverFile(name, width))

/** One after the other: a picture takes a core and much memory for a moment, and sign-ups come first. */
const oneByOne = new Mutex()

/**
 * Puts a picture into the data folder, under a name that no other has. Of a file that is none, nothing stays there.
 *
 * @throws AppError picture-unusable
 */
export async function storeCover(activity: string, bytes: Buffer, alt: string): Promise<Cover> {
  const { ratio, files } = await oneByOne.runExclusive(() => encodeCover(bytes))
  const name = coverName(activity, randomBytes(16).toString('hex'))
  await mkdir(env.mediaDir, { recursive: true, mode: 0o700 })
  try {
    for (const width of COVER_WIDTHS) await writeFile(pathOf(name, width), files[width], { flag: 'wx', mode: 0o600 })
  } catch (error) {
    await removeCover({ name })
    throw error
  }
  return { name, alt, ratio }
}

/** Null where the file is not there, as on a machine that does not share the folder. */
export async function readCover({ name }: Pick<Cover, 'name'>, width: CoverWidth): Promise<Buffer | null> {
  return unlessMissing(readFile(pathOf(name, width)))
}

export async function removeCover({ name }: Pick<Cover, 'name'>): Promise<void> {
  for (const width of COVER_WIDTHS) await rm(pathOf(name, width), { force: true })
}

/**
 * Removes files that no activity shows: of a process that died between file and record. An hour is longer than any
 * request takes. Safe beside itself.
 */
export async function removeLostCovers(req: PayloadRequest, now: Date, paced: Paced = atOnce): Promise<void> {
  const files = (await filesInFolder()).filter((file) => activityOfFile(file) !== null)
  for (const piece of piecesOf(files, BATCH))
    await paced(async () => {
      const ids = [...new Set(piece.flatMap((file) => activityOfFile(file) ?? []))]
      const names = (await findRowsBy(req, 'activities', { id: ids }, ['cover'])).map(
        ({ cover }) => coverOf(cover)?.name,
      )
      const shown = new Set(names.flatMap((name) => COVER_WIDTHS.map((width) => coverFile(name ?? '', width))))
      for (const file of piece) if (!shown.has(file)) await removeIfOld(path.join(env.mediaDir, file), now)
    })
}

const filesInFolder = async (): Promise<string[]> => (await unlessMissing(readdir(env.mediaDir))) ?? []

async function removeIfOld(file: string, now: Date): Promise<void> {
  const found = await unlessMissing(stat(file))
  if (found && now.getTime() - found.mtimeMs > HOUR_MS) await rm(file, { force: true })
}

const unlessMissing = async <T>(work: Promise<T>): Promise<T | null> =>
  work.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
