import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { CertificateFacts } from '../../domain/certificates/certificates.ts'
import { drawCertificate, drawPrintRun } from '../../pdf/drawCertificate.ts'
import { sealFile } from '../certificates/certificateSeals.ts'

/** Certificates as plain values, read by exportCertificates.ts, which decided who may have them. */
export interface CertificateTask {
  of: 'certificates'
  format: 'zip' | 'pdf'
  /** Where certificates are verified. */
  site: string
  /** ISO 8601, UTC. */
  at: string
  certificates: CertificateFacts[]
}

interface CertificateFiles {
  rows: number
  body: AsyncIterable<Uint8Array>
}

/** Each is drawn when it is asked for. They are no longer read from the database: what stands on one never changes. */
export function certificateFiles({ format, site, at, certificates }: CertificateTask): CertificateFiles {
  const addressOf = (number: string): string => `${site}/certificates/${number}`
  const body = format === 'zip' ? zipped(certificates, addressOf) : drawPrintRun(certificates, addressOf, new Date(at))
  return { rows: certificates.length, body }
}

/** In the ZIP stand the files that everybody downloads singly, to the byte: each proves itself. */
async function* zipped(
  certificates: CertificateFacts[],
  addressOf: (number: string) => string,
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile()
  const out = zip.outputStream as Readable
  zip.on('error', (error: Error) => out.destroy(error))
  for (const facts of certificates) {
    const draw = async () => sealFile(facts.number, await drawCertificate(facts, addressOf(facts.number)))
    zip.addReadStreamLazy(fileNameOf(facts), { mtime: new Date(facts.issuedAt) }, (callback) => {
      draw().then(
        (file) => callback(null, Readable.from([file])),
        (error: Error) => out.destroy(error),
      )
    })
  }
  zip.end()
  yield* out as AsyncIterable<Uint8Array>
}

/** By name, to be handed out; the number keeps two of one name apart. */
const fileNameOf = ({ name, number }: Pick<CertificateFacts, 'name' | 'number'>): string =>
  `${name.normalize('NFC').replace(/[^\p{L}\p{N}·]+/gu, '_')}-${number}.pdf`
