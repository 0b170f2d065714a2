'use client'
import { useRouter } from 'next/navigation.js'
import { useState, type FormEvent } from 'react'
import { factsOf, POSTS, type Post } from '../../domain/appointments/vocabulary.ts'
import { Notice, type Said } from '../Notice.tsx'
import { APPOINT } from '../paths.ts'
import type { Found } from './Finder.tsx'
import { appoint } from './calls.ts'
import { HolderFinder } from './HolderFinder.tsx'
import { POST_TEXTS } from './texts.ts'

interface Props {
  unit: string
  posts: Post[]
  today: string
}

/** Fills a post of the unit. */
export function AppointForm({ unit, posts, today }: Props) {
  const router = useRouter()
  const [post, setPost] = useState<Post | ''>(posts[0] ?? '')
  const [holder, setHolder] = useState<Found | null>(null)
  const [term, setTerm] = useState({ from: today, to: '', source: '' })
  const [isBusy, setIsBusy] = useState(false)
  const [notice, setNotice] = useState<Said | null>(null)
  const kind = post === '' ? 'person' : factsOf(post).holder

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (post === '') return setNotice({ text: POST_TEXTS.needsPost, isFailed: true })
    if (!holder) return setNotice({ text: POST_TEXTS.needsHolder, isFailed: true })
    setIsBusy(true)
    const answer = await appoint(unit, {
      post,
      [kind]: holder.id,
      ...(term.from !== '' && { from: term.from }),
      ...(term.to !== '' && { to: term.to }),
      ...(term.source !== '' && { source: term.source }),
    })
    setIsBusy(false)
    setNotice(answer.ok ? { text: POST_TEXTS.done, isFailed: false } : { text: answer.detail, isFailed: true })
    if (!answer.ok) return
    setHolder(null)
    router.refresh()
  }

  return (
    <form
      id={APPOINT}
      className="xf-card xf-form"
      aria-label={POST_TEXTS.appoint}
      onSubmit={(event) => void submit(event)}
    >
      <h2>{POST_TEXTS.appoint}</h2>
      <label className="xf-field">
        <span>{POST_TEXTS.post}</span>
        <select
          value={post}
          onChange={({ target }) => {
            setPost(target.value as Post)
            setHolder(null)
          }}
        >
          {posts.map((one) => (
            <option key={one} value={one}>
              {POSTS[one]}
            </option>
          ))}
        </select>
      </label>
      <HolderFinder kind={kind} chosen={holder} onChange={setHolder} />
      <div className="xf-form__row">
        <label className="xf-field">
          <span>{POST_TEXTS.from}</span>
          <input type="date" value={term.from} onChange={({ target }) => setTerm({ ...term, from: target.value })} />
        </label>
        <label className="xf-field">
          <span>{POST_TEXTS.to}</span>
          <input type="date" value={term.to} onChange={({ target }) => setTerm({ ...term, to: target.value })} />
        </label>
        <label className="xf-field">
          <span>{POST_TEXTS.source}</span>
          <input
            type="text"
            maxLength={60}
            autoComplete="off"
            value={term.source}
            onChange={({ target }) => setTerm({ ...term, source: target.value })}
          />
        </label>
      </div>
      {notice && <Notice {...notice} />}
      <button type="submit" className="xf-button xf-button--primary" disabled={isBusy}>
        {isBusy ? POST_TEXTS.saving : POST_TEXTS.save}
      </button>
    </form>
  )
}
