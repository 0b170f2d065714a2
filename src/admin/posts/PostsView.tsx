import type { AdminViewServerProps, PayloadRequest } from 'payload'
import type { ReactNode } from 'react'
import { POSTS, STANDINGS } from '../../domain/appointments/vocabulary.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { getPostsDesk, type PostsDesk } from '../../operations/appointments/getPostsDesk.ts'
import { getUnitPosts, type UnitPosts } from '../../operations/appointments/getUnitPosts.ts'
import { askedId } from '../askedId.ts'
import { Count } from '../Count.tsx'
import { formatNumber } from '../format.ts'
import { APPOINT, PATHS } from '../paths.ts'
import { requireLogIn, Screen } from '../Screen.tsx'
import { AppointForm } from './AppointForm.tsx'
import { HolderActions } from './HolderActions.tsx'
import { POST_TEXTS } from './texts.ts'
import { UnitFinder } from './UnitFinder.tsx'

/** 任职与报到: what waits, of the own subtree; with `?unit=` the posts of one unit, with `&appointment=` one. */
export async function PostsView(view: AdminViewServerProps) {
  const { req } = view.initPageResult
  const asked = view.searchParams?.unit
  const id = askedId(asked)
  const only = askedId(view.searchParams?.appointment)
  requireLogIn(req, PATHS.posts(id ?? undefined, only ?? undefined))
  const now = new Date()
  if (asked === undefined)
    return (
      <Screen view={view} title={POST_TEXTS.title} intro={POST_TEXTS.intro}>
        <Desk desk={await getPostsDesk(req, now)} today={dayOf(now)} />
      </Screen>
    )
  const found = id === null ? { problem: POST_TEXTS.gone } : await readUnit(req, id, only)
  const title = 'problem' in found ? POST_TEXTS.title : POST_TEXTS.unitTitle(found.unit.name)
  return (
    <Screen
      view={view}
      title={title}
      intro={POST_TEXTS.unitIntro}
      aside={<a href={PATHS.posts()}>{POST_TEXTS.back}</a>}
    >
      {'problem' in found ? (
        <p className="xf-notice xf-notice--failed" role="alert">
          {found.problem}
        </p>
      ) : (
        <OfUnit found={found} isOne={only !== null} today={dayOf(now)} />
      )}
    </Screen>
  )
}

async function readUnit(
  req: PayloadRequest,
  id: string,
  only: string | null,
): Promise<UnitPosts | { problem: string }> {
  try {
    return await getUnitPosts(req, id, only)
  } catch (error) {
    if (error instanceof AppError) return { problem: error.message }
    throw error
  }
}

function Desk({ desk: { reports, vacancies, ending, inPost }, today }: { desk: PostsDesk; today: string }) {
  return (
    <div className="xf-posts">
      <section className="xf-card">
        <UnitFinder />
      </section>
      <Listed title={POST_TEXTS.reports} empty={POST_TEXTS.noReports} list={reports}>
        {reports.entries.map((report) => (
          <li key={report.id}>
            <p>
              <b>{POST_TEXTS.reported(report.holder, report.unit)}</b>
              <small>{POST_TEXTS.reportedOn(report.from)}</small>
            </p>
            <HolderActions appointment={{ id: report.id, post: report.post, isAwaiting: true }} today={today} />
          </li>
        ))}
      </Listed>
      <Listed title={POST_TEXTS.vacancies} empty={POST_TEXTS.noVacancies} list={vacancies}>
        {vacancies.entries.map(({ unit, post, followedOn }) => (
          <li key={`${unit.id} ${post}`}>
            <p>
              <b>{unit.name}</b>
              <small>
                {POST_TEXTS.vacant(POSTS[post], unit.above)}
                {followedOn !== null && `，${POST_TEXTS.followed(followedOn)}`}
              </small>
            </p>
            <a className="xf-button" href={PATHS.appoint(unit.id)}>
              {POST_TEXTS.fill}
            </a>
          </li>
        ))}
      </Listed>
      <Listed title={POST_TEXTS.ending} empty={POST_TEXTS.noEnding} list={ending}>
        {ending.entries.map(({ id, holder, post, unit, unitId, to }) => (
          <li key={id}>
            <p>
              <b>{holder}</b>
              <small>
                {unit} · {POSTS[post]}，{POST_TEXTS.endsOn(to ?? '')}
              </small>
            </p>
            <a className="xf-button" href={PATHS.posts(unitId, id)}>
              {POST_TEXTS.handle}
            </a>
          </li>
        ))}
      </Listed>
      <section className="xf-card" aria-labelledby="in-post">
        <h2 id="in-post">{POST_TEXTS.inPost}</h2>
        {inPost.length === 0 && <p className="xf-empty">{POST_TEXTS.nobody}</p>}
        <dl className="xf-counters">
          {inPost.map(({ post, holders }) => (
            <div key={post}>
              <dt>{POSTS[post]}</dt>
              <dd>
                <Count of={holders} href={PATHS.appointmentsOf(post)}>
                  {formatNumber(holders)}
                </Count>
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  )
}

function Listed({
  title,
  empty,
  list: { total, entries },
  children,
}: {
  title: string
  empty: string
  list: { total: number; entries: unknown[] }
  children: ReactNode
}) {
  return (
    <section className="xf-card" aria-label={title}>
      <h2>
        {title} <span className="xf-badge">{formatNumber(total)}</span>
      </h2>
      {total === 0 ? <p className="xf-empty">{empty}</p> : <ul className="xf-posts__list">{children}</ul>}
      {total > entries.length && <p className="xf-hint">{POST_TEXTS.some(entries.length, total)}</p>}
    </section>
  )
}

function OfUnit({
  found: { unit, posts, appointments, total },
  isOne,
  today,
}: {
  found: UnitPosts
  isOne: boolean
  today: string
}) {
  return (
    <div className="xf-posts">
      <p className="xf-posts__ways">
        {isOne && <a href={PATHS.posts(unit.id)}>{POST_TEXTS.all}</a>}
        {!isOne && posts.length > 0 && <a href={`#${APPOINT}`}>{POST_TEXTS.toForm}</a>}
        {total > appointments.length && <a href={PATHS.appointmentsIn(unit.id)}>{POST_TEXTS.search}</a>}
      </p>
      <Listed
        title={POST_TEXTS.holders}
        empty={isOne ? POST_TEXTS.ended : POST_TEXTS.noHolders}
        list={{ total, entries: appointments }}
      >
        {appointments.map((appointment) => (
          <li key={appointment.id}>
            <p>
              <b>{appointment.holder}</b>
              <small>
                {POSTS[appointment.post]} ·{' '}
                {appointment.isAwaiting ? POST_TEXTS.awaiting : STANDINGS[appointment.standing]} ·{' '}
                {POST_TEXTS.since(appointment.from, appointment.to)}
              </small>
            </p>
            <HolderActions
              appointment={{ id: appointment.id, post: appointment.post, isAwaiting: appointment.isAwaiting }}
              today={today}
            />
          </li>
        ))}
      </Listed>
      {posts.length === 0 && <p className="xf-notice">{POST_TEXTS.noPosts}</p>}
      {!isOne && posts.length > 0 && <AppointForm key={unit.id} unit={unit.id} posts={posts} today={today} />}
    </div>
  )
}
