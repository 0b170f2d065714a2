'use client'
import { useRouter } from 'next/navigation.js'
import { useState } from 'react'
import { Notice, type Said } from '../Notice.tsx'
import { PATHS } from '../paths.ts'
import { queryOf, removeDefinition, type Definition } from './definitions.ts'
import { DEFINITION_TEXTS } from './texts.ts'
import { DownloadStatus, useDownload } from './useDownload.tsx'

/** The exports that were kept, each run in one click: as the rules are now, not as they were then. */
export function Definitions({ definitions }: { definitions: Definition[] }) {
  const router = useRouter()
  const file = useDownload()
  const [notice, setNotice] = useState<Said | null>(null)
  const remove = async ({ id, name }: Definition) => {
    if (!window.confirm(DEFINITION_TEXTS.confirmRemoval(name))) return
    const answer = await removeDefinition(id)
    setNotice(
      answer.ok ? { text: DEFINITION_TEXTS.removed(name), isFailed: false } : { text: answer.detail, isFailed: true },
    )
    if (answer.ok) router.refresh()
  }
  return (
    <section className="xf-card xf-definitions">
      <h2>{DEFINITION_TEXTS.title}</h2>
      <p className="xf-hint">{definitions.length === 0 ? DEFINITION_TEXTS.none : DEFINITION_TEXTS.hint}</p>
      <ul>
        {definitions.map((definition) => (
          <li key={definition.id}>
            <span>
              {definition.name}{' '}
              <small>
                {definition.isOwn
                  ? definition.shared
                    ? DEFINITION_TEXTS.isShared
                    : DEFINITION_TEXTS.own
                  : DEFINITION_TEXTS.colleague}
              </small>
            </span>
            <button
              type="button"
              className="xf-button xf-button--primary"
              aria-label={`${DEFINITION_TEXTS.run}“${definition.name}”`}
              disabled={file.isRunning}
              onClick={() => void file.start(`${PATHS.exportParticipations}?${queryOf(definition)}`)}
            >
              {DEFINITION_TEXTS.run}
            </button>
            <a className="xf-button" href={PATHS.exportDefinition(definition.id)}>
              {DEFINITION_TEXTS.open}
            </a>
            {definition.isOwn && (
              <button
                type="button"
                className="xf-button xf-button--danger"
                aria-label={`${DEFINITION_TEXTS.remove}“${definition.name}”`}
                onClick={() => void remove(definition)}
              >
                {DEFINITION_TEXTS.remove}
              </button>
            )}
          </li>
        ))}
      </ul>
      <DownloadStatus of={file} />
      {notice && <Notice {...notice} />}
    </section>
  )
}
