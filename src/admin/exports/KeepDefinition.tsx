import { useRouter } from 'next/navigation.js'
import { useState } from 'react'
import { Notice, type Said } from '../Notice.tsx'
import { PATHS } from '../paths.ts'
import { keepDefinition, type Definition } from './definitions.ts'
import { DEFINITION_TEXTS } from './texts.ts'

interface Props {
  opened: Definition | null
  columns: string[]
  readFilters: (form: HTMLFormElement) => URLSearchParams
}

/** Keeps what the form around it asks for, under a name. */
export function KeepDefinition({ opened, columns, readFilters }: Props) {
  const router = useRouter()
  const [name, setName] = useState(opened?.name ?? '')
  const [shared, setShared] = useState(opened?.isOwn === true && opened.shared)
  const [notice, setNotice] = useState<Said | null>(null)
  const keep = async (id: string | null, form: HTMLFormElement | null) => {
    if (!form) return
    if (name.trim() === '') return setNotice({ text: DEFINITION_TEXTS.needsName, isFailed: true })
    const { format = 'xlsx', fields: _, ...filters } = Object.fromEntries(readFilters(form))
    const answer = await keepDefinition(id, { name, shared, format, columns, filters })
    setNotice(
      answer.ok ? { text: DEFINITION_TEXTS.kept(name), isFailed: false } : { text: answer.detail, isFailed: true },
    )
    if (answer.ok) router.refresh()
  }
  const isMine = opened?.isOwn === true
  return (
    // Nothing here is a filter of the file: its inputs have no names.
    <details className="xf-keep" open={opened !== null} onChange={(event) => event.stopPropagation()}>
      <summary>{isMine ? DEFINITION_TEXTS.editing(opened.name) : DEFINITION_TEXTS.keep}</summary>
      <div className="xf-form">
        <label className="xf-field">
          <span>{DEFINITION_TEXTS.name}</span>
          <input
            type="text"
            maxLength={40}
            value={name}
            onChange={({ target }) => setName(target.value)}
            // Enter would fetch the file.
            onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          />
        </label>
        <label className="xf-check">
          <input type="checkbox" checked={shared} onChange={({ target }) => setShared(target.checked)} />
          {DEFINITION_TEXTS.share}
        </label>
        <div className="xf-form__buttons">
          {isMine && (
            <button
              type="button"
              className="xf-button xf-button--primary"
              onClick={({ currentTarget }) => void keep(opened.id, currentTarget.form)}
            >
              {DEFINITION_TEXTS.keepChanges}
            </button>
          )}
          <button
            type="button"
            className="xf-button"
            onClick={({ currentTarget }) => void keep(null, currentTarget.form)}
          >
            {isMine ? DEFINITION_TEXTS.keepAsNew : DEFINITION_TEXTS.keep}
          </button>
          {opened && (
            <a className="xf-button" href={PATHS.exports}>
              {DEFINITION_TEXTS.fresh}
            </a>
          )}
        </div>
        {notice && <Notice {...notice} />}
      </div>
    </details>
  )
}
