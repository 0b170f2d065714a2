'use client'
import { useEffect, useRef, useState } from 'react'
import { DOOR_LINK_STATES, type DoorLinkState, type DoorLinkView } from '../../domain/attendance/doorLinks.ts'
import type { Answer } from '../call.ts'
import { formatDateTime } from '../format.ts'
import { TextInput } from '../signUps/TextInput.tsx'
import { listDoorLinks, makeDoorLink, revokeDoorLink, type MadeDoorLink } from './calls.ts'
import { DOOR_TEXTS } from './texts.ts'

const isEnded = (state: DoorLinkState): boolean => state === 'revoked' || state === 'left'

/** On the sheet of an activity: links for helpers at its door, read when it is unfolded. */
export function DoorLinks({ activity }: { activity: string }) {
  const [links, setLinks] = useState<DoorLinkView[] | null>(null)
  const [label, setLabel] = useState('')
  const [made, setMade] = useState<MadeDoorLink | null>(null)
  const [said, setSaid] = useState<{ isDone: boolean; text: string } | null>(null)
  const [isSending, setIsSending] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const isClosed = useRef(false)
  // From the link that is put away back to where the next one is made.
  useEffect(() => {
    if (made === null && isClosed.current) form.current?.querySelector('input')?.focus()
    isClosed.current = false
  }, [made])

  async function send<T>(answered: Promise<Answer<T>>, done: (body: T) => void): Promise<void> {
    setIsSending(true)
    const answer = await answered
    setIsSending(false)
    setSaid(answer.ok ? null : { isDone: false, text: answer.detail })
    if (answer.ok) done(answer.body)
  }
  const read = () => send(listDoorLinks(activity), (body) => setLinks(body.links))
  const make = () =>
    send(makeDoorLink(activity, label), (link) => {
      setLabel('')
      setMade(link)
      setLinks((before) => [link, ...(before ?? [])])
    })
  const revoke = (id: string) =>
    send(revokeDoorLink(id), (link) => {
      setLinks((before) => (before ?? []).map((one) => (one.id === id ? link : one)))
      setMade((before) => (before?.id === id ? null : before))
      setSaid({ isDone: true, text: DOOR_TEXTS.revoked(link.label) })
    })

  return (
    <details className="xf-card xf-door" onToggle={(event) => void (event.currentTarget.open && read())}>
      <summary>{DOOR_TEXTS.title}</summary>
      <div className="xf-form">
        <p className="xf-hint">{DOOR_TEXTS.hint}</p>
        {made ? (
          <Made
            link={made}
            onClose={() => {
              isClosed.current = true
              setMade(null)
            }}
          />
        ) : (
          <form
            ref={form}
            className="xf-form__row"
            onSubmit={(event) => {
              event.preventDefault()
              void make()
            }}
          >
            <TextInput label={DOOR_TEXTS.label} hint={DOOR_TEXTS.labelHint} value={label} onChange={setLabel} />
            <button className="xf-button xf-button--primary" disabled={isSending || label.trim() === ''}>
              {DOOR_TEXTS.make}
            </button>
          </form>
        )}
        {said && (
          <p role="status" className={`xf-notice xf-notice--${said.isDone ? 'done' : 'failed'}`}>
            {said.text}
          </p>
        )}
        {links === null && said === null && <p>{DOOR_TEXTS.loading}</p>}
        {links?.length === 0 && <p className="xf-empty">{DOOR_TEXTS.none}</p>}
        {links !== null && links.length > 0 && (
          <ul className="xf-door__links">
            {links.map((link) => (
              <li key={link.id}>
                <div>
                  <strong>{link.label}</strong>{' '}
                  <span className={`xf-badge ${link.state === 'open' ? 'xf-badge--confirmed' : ''}`}>
                    {DOOR_LINK_STATES[link.state]}
                  </span>
                  <small>{DOOR_TEXTS.about(link.madeBy, formatDateTime(link.madeAt))}</small>
                  <small>
                    {!isEnded(link.state) && `${DOOR_TEXTS.until(formatDateTime(link.until))} · `}
                    {DOOR_TEXTS.used(link.usedAt && formatDateTime(link.usedAt))}
                  </small>
                </div>
                {!isEnded(link.state) && (
                  <button
                    type="button"
                    className="xf-button"
                    aria-label={DOOR_TEXTS.revokeNamed(link.label)}
                    disabled={isSending}
                    onClick={() => void revoke(link.id)}
                  >
                    {DOOR_TEXTS.revoke}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  )
}

/** Shown this once: only its hash is kept. */
function Made({ link: { label, address, picture }, onClose }: { link: MadeDoorLink; onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const [said, setSaid] = useState('')
  const copy = async () => {
    input.current?.select()
    try {
      await navigator.clipboard.writeText(address)
      setSaid(DOOR_TEXTS.copied)
    } catch {
      setSaid(DOOR_TEXTS.copyFailed)
    }
  }
  return (
    <div className="xf-door__made" role="group" aria-label={DOOR_TEXTS.made(label)}>
      <h3 ref={heading} tabIndex={-1}>
        {DOOR_TEXTS.made(label)}
      </h3>
      <p>{DOOR_TEXTS.madeHint}</p>
      <img className="xf-qr" src={picture} alt={DOOR_TEXTS.picture} />
      <div className="xf-door__address">
        <label className="xf-field">
          <span>{DOOR_TEXTS.address}</span>
          <input ref={input} readOnly value={address} onFocus={(event) => event.target.select()} />
        </label>
        <button type="button" className="xf-button" onClick={() => void copy()}>
          {DOOR_TEXTS.copy}
        </button>
        <button type="button" className="xf-button xf-button--primary" onClick={onClose}>
          {DOOR_TEXTS.close}
        </button>
      </div>
      <p role="status">{said}</p>
    </div>
  )
}
