'use client'
import { useAuth } from '@payloadcms/ui'
import { usePathname, useRouter } from 'next/navigation.js'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { deskSearchQuerySchema } from '../../domain/desk/requests.ts'
import { ACTIVITY_STATUSES } from '../../domain/shared/vocabulary.ts'
import { UNIT_KINDS } from '../../domain/units/vocabulary.ts'
import type { DeskSearch } from '../../operations/desk/searchDesk.ts'
import type { Staff } from '../../payload-types.ts'
import { formatDay, formatNumber } from '../format.ts'
import { PATHS } from '../paths.ts'
import { search } from './calls.ts'
import { SEARCH_TEXTS } from './texts.ts'

/** Nothing is asked between two keys of a word, in milliseconds. */
const PAUSE_MS = 250

interface Option {
  key: string
  href: string
  title: string
  note: string
}
interface Group {
  label: string
  options: Option[]
}
type Outcome = { typed: string; groups: Group[] } | { typed: string; problem: string }

/** In the header of every screen: one box for whatever has a page of its own. */
export function SearchBox() {
  const { user } = useAuth<Staff>()
  const pathname = usePathname()
  // Empty again on the next screen.
  return user && !user.mustChangePassword ? <Search key={pathname} /> : null
}

function Search() {
  const id = useId()
  const router = useRouter()
  const box = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const asked = deskSearchQuerySchema.safeParse({ q: text })
  const typed = asked.success ? asked.data.q : null

  useEffect(() => {
    if (typed === null) return
    let isWanted = true
    const timer = setTimeout(() => {
      void search(typed).then((answer) => {
        if (!isWanted) return
        setActive(-1)
        setOutcome(answer.ok ? { typed, groups: groupsOf(typed, answer.body) } : { typed, problem: answer.detail })
      })
    }, PAUSE_MS)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [typed])
  useEffect(() => {
    const leave = ({ target }: Event): void => {
      if (!(target instanceof Node) || !box.current?.contains(target)) setIsOpen(false)
    }
    document.addEventListener('pointerdown', leave)
    document.addEventListener('focusin', leave)
    return () => {
      document.removeEventListener('pointerdown', leave)
      document.removeEventListener('focusin', leave)
    }
  }, [])

  const known = typed !== null && outcome?.typed === typed ? outcome : null
  const groups = known && 'groups' in known ? known.groups : []
  const options = groups.flatMap((group) => group.options)
  const optionId = (key: string): string => `${id}-${key}`
  const say = (): string => {
    if (!asked.success) return asked.error.issues[0]?.message ?? ''
    if (!known) return SEARCH_TEXTS.looking
    if ('problem' in known) return known.problem
    return options.length === 0 ? SEARCH_TEXTS.nothing : SEARCH_TEXTS.found(formatNumber(options.length))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && options.length > 0) {
      event.preventDefault()
      setIsOpen(true)
      setActive((active + step + options.length + (active < 0 && step < 0 ? 1 : 0)) % options.length)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const chosen = options[Math.max(active, 0)]
      if (chosen) router.push(chosen.href)
    } else if (event.key === 'Escape') {
      setIsOpen(false)
    }
  }
  const isShown = isOpen && text.trim() !== ''
  return (
    <div className="xf-finder" role="search" ref={box}>
      <input
        type="search"
        role="combobox"
        className="xf-finder__input"
        aria-label={SEARCH_TEXTS.label}
        aria-expanded={isShown && options.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isShown && options[active] ? optionId(options[active].key) : undefined}
        placeholder={SEARCH_TEXTS.placeholder}
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setIsOpen(true)
        }}
        onFocus={() => setIsOpen(true)}
        onKeyDown={onKeyDown}
      />
      <div className="xf-finder__found" hidden={!isShown}>
        <p role="status" className={options.length > 0 ? 'xf-visually-hidden' : 'xf-finder__say'}>
          {say()}
        </p>
        <div role="listbox" id={`${id}-list`} aria-label={SEARCH_TEXTS.label}>
          {groups.map((group) => (
            <div key={group.label} role="group" aria-label={group.label} className="xf-finder__group">
              <p aria-hidden="true">{group.label}</p>
              {group.options.map((option) => (
                <a
                  key={option.key}
                  id={optionId(option.key)}
                  role="option"
                  tabIndex={-1}
                  href={option.href}
                  aria-selected={options[active]?.key === option.key}
                  className="xf-finder__option"
                >
                  <strong>{option.title}</strong>
                  {option.note && <span>{option.note}</span>}
                </a>
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}

/** Those of a kind that were found, and the way to all of them where there are more. */
function groupsOf(typed: string, { people, activities, units, certificates }: DeskSearch): Group[] {
  const group = <Hit extends { id: string }>(
    collection: keyof DeskSearch,
    { total, hits }: { total: number; hits: Hit[] },
    shown: (hit: Hit) => { title: string; note: string },
  ): Group => ({
    label: SEARCH_TEXTS[collection],
    options: [
      ...hits.map((hit) => ({
        key: `${collection}-${hit.id}`,
        href: PATHS.record(collection, hit.id),
        ...shown(hit),
      })),
      ...(total > hits.length
        ? [
            {
              key: `${collection}-all`,
              href: PATHS.listFound(collection, typed),
              title: SEARCH_TEXTS.all(formatNumber(total)),
              note: '',
            },
          ]
        : []),
    ],
  })
  return [
    group('people', people, ({ title }) => {
      const [name = '', ...rest] = title.split(' · ')
      return { title: name, note: rest.join(' · ') }
    }),
    group('activities', activities, ({ title, startsAt, status, unit }) => ({
      title,
      note: [formatDay(startsAt), unit, ACTIVITY_STATUSES[status]].join(' · '),
    })),
    group('units', units, ({ name, kind }) => ({ title: name, note: UNIT_KINDS[kind] })),
    group('certificates', certificates, ({ number, person }) => ({ title: number, note: person })),
  ].filter(({ options }) => options.length > 0)
}
