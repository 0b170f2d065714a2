'use client'
import { useDocumentInfo, useField, useForm } from '@payloadcms/ui'
import { useEffect, useRef, useState } from 'react'
import type { ShownConflict } from '../../domain/shared/changes.ts'
import { SAVING_TEXTS } from './texts.ts'

/**
 * Sends the record along as it was when the form was opened, however the form is submitted, so that the server can tell
 * what was changed here (src/hooks/shared/refuseStaleSaves.ts). When somebody else changed the same field meanwhile,
 * asks which of the two is to stay.
 */
export function LoadedValues({ path }: { path: string }) {
  const { id, savedDocumentData } = useDocumentInfo()
  const { value, setValue, errorMessage } = useField<Record<string, unknown> | null>({ path })
  const { submit, reset, getData, setModified } = useForm()
  /** Values that somebody else wrote and that are known here by now, by path; until the record is loaded anew. */
  const [known, setKnown] = useState<{ of: unknown; values: Record<string, unknown> }>({ of: null, values: {} })
  const [isDone, setIsDone] = useState<string | null>(null)
  const isSending = useRef(false)
  const dialog = useRef<HTMLDialogElement>(null)

  const loaded =
    id !== undefined && savedDocumentData
      ? withValues(savedDocumentData, known.of === savedDocumentData ? known.values : {})
      : null
  const isSet = JSON.stringify(value ?? null) === JSON.stringify(loaded)
  useEffect(() => {
    // Saving, and every other answer of the server, empties it: the server knows nothing of it.
    if (!isSet) setValue(loaded, true)
    if (!isSet || !isSending.current) return
    isSending.current = false
    void submit()
  })

  const conflicts = errorMessage !== undefined && errorMessage !== isDone ? conflictsIn(errorMessage) : []
  useEffect(() => {
    if (conflicts.length > 0 && dialog.current?.open === false) dialog.current.showModal()
  })

  const goOn = () => {
    dialog.current?.close()
    setIsDone(errorMessage ?? null)
    setKnown({
      of: savedDocumentData,
      values: Object.fromEntries(conflicts.map(({ path: field, current }) => [field, current])),
    })
  }
  const keepMine = () => {
    goOn()
    isSending.current = true
  }
  const takeTheirs = async () => {
    goOn()
    await reset(
      withValues(getData(), Object.fromEntries(conflicts.map(({ path: field, current }) => [field, current]))),
    )
    setModified(true)
  }

  if (conflicts.length === 0) return null
  return (
    <dialog
      ref={dialog}
      className="xf-card xf-conflict"
      aria-labelledby="xf-conflict"
      onCancel={() => setIsDone(errorMessage ?? null)}
    >
      <h2 id="xf-conflict">{SAVING_TEXTS.title}</h2>
      <p>{SAVING_TEXTS.hint}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{SAVING_TEXTS.field}</th>
            <th scope="col">{SAVING_TEXTS.mine}</th>
            <th scope="col">{SAVING_TEXTS.theirs}</th>
          </tr>
        </thead>
        <tbody>
          {conflicts.map(({ path: field, label, mine, theirs }) => (
            <tr key={field}>
              <th scope="row">{label}</th>
              <td>{mine}</td>
              <td>{theirs}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="xf-form__row">
        <button type="button" className="xf-button" onClick={() => void takeTheirs()}>
          {SAVING_TEXTS.takeTheirs}
        </button>
        <button type="button" className="xf-button" onClick={keepMine}>
          {SAVING_TEXTS.keepMine}
        </button>
      </div>
    </dialog>
  )
}

function conflictsIn(message: string): ShownConflict[] {
  try {
    return (JSON.parse(message) as { conflicts: ShownConflict[] }).conflicts
  } catch {
    return []
  }
}

/** With other values at some paths: that of a field in a group is `group.field`. */
function withValues<T extends object>(record: T, values: Record<string, unknown>): T {
  const changed = { ...record } as Record<string, unknown>
  for (const [path, value] of Object.entries(values)) {
    const [name = '', inner] = path.split('.')
    changed[name] = inner === undefined ? value : { ...(changed[name] as object | undefined), [inner]: value }
  }
  return changed as T
}
