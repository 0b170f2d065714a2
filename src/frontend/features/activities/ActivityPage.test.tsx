import { describe, expect, it } from '@jest/globals'
import { screen } from '@testing-library/react'
import type { ActivityDetail, Joinable } from '../../../domain/activities/views.ts'
import type { MyRegistration } from '../../../domain/seats/views.ts'
import { anActivity } from '../../shared/anActivity.ts'
import { renderPage } from '../../shared/renderPage.tsx'
import { ActivityPage, type ActivityPageProps } from './ActivityPage.tsx'

const detail = (over: Partial<ActivityDetail> = {}): ActivityDetail => ({
  ...anActivity(),
  description: '',
  contact: '',
  questions: [],
  canSelfCheckIn: false,
  cancelReason: null,
  outcome: null,
  ...over,
})
const mine = (over: Partial<MyRegistration> = {}): MyRegistration => ({
  id: 'r1',
  status: 'confirmed',
  position: null,
  size: 1,
  offerExpiresAt: null,
  lapsed: false,
  isLineClosed: false,
  undoUntil: null,
  refusal: null,
  attendance: 'unknown',
  ticket: 'XF1.x',
  registeredAt: '2026-11-20T00:00:00.000Z',
  clashes: [],
  activity: anActivity(),
  ...over,
})
function show(activity: ActivityDetail, over: Partial<ActivityPageProps> = {}): void {
  const form: ActivityPageProps['form'] = {
    activityId: activity.id,
    questions: [],
    isLoggedIn: false,
    isWaitingList: activity.joinable === 'waiting-list',
    partyLimit: 1,
    free: null,
    step: 'contact',
    values: {},
    errors: {},
    next: '/',
  }
  renderPage(
    <ActivityPage
      activity={activity}
      mine={null}
      clashes={[]}
      isJustDone={false}
      isStaff={false}
      problem={null}
      form={form}
      {...over}
    />,
  )
}

describe('ActivityPage', () => {
  it.each<[Joinable, RegExp, boolean]>([
    ['open', /可报名/, true],
    ['waiting-list', /可以候补/, true],
    ['not-yet-open', /报名将于/, false],
    ['closed', /截止。/, false],
    ['full', /不设候补/, false],
    ['ended', /活动已结束/, false],
    ['cancelled', /活动已取消/, false],
  ])('says so when it is %s, and offers the form only when one can join', (joinable, sentence, isFormThere) => {
    show(detail({ joinable, cancelled: joinable === 'cancelled' }))
    expect(screen.getAllByText(sentence).length).toBeGreaterThan(0)
    expect(screen.queryByRole('form', { name: '报名' }) !== null).toBe(isFormThere)
  })

  it.each<[string, Partial<MyRegistration> | null, Joinable, string]>([
    ['a stranger', null, 'open', '可报名'],
    ['who has a seat', {}, 'open', '已报名'],
    ['who waits', { status: 'waitlisted', position: 1 }, 'waiting-list', '候补中'],
    ['who is still to be approved', { status: 'pending' }, 'open', '待审核'],
    ['who cancelled', { status: 'cancelled' }, 'open', '可报名'],
    ['who was there', { attendance: 'present' }, 'ended', '已结束'],
  ])('has a badge that says to %s how it stands [m9]', (_name, own, joinable, badge) => {
    show(detail({ joinable }), { mine: own && mine(own) })
    expect(document.querySelector('.badge')).toHaveTextContent(badge)
  })

  it('shows its picture with its words and its size, the small one to a cheap phone', () => {
    show(detail({ cover: { name: 'n', alt: '志愿者在理发', ratio: 0.625 } }))
    const shown = screen.getByRole('img', { name: '志愿者在理发' })
    expect([shown.getAttribute('width'), shown.getAttribute('height')]).toEqual(['960', '600'])
    const address = `/api/activities/${detail().id}/cover?width=`
    expect(shown).toHaveAttribute('srcset', `${address}480&v=n 480w, ${address}960&v=n 960w`)
    // 240 points of a cheap phone are 480 pixels.
    expect(shown.getAttribute('sizes')).toMatch(/, 240px$/)
    expect(shown).not.toHaveAttribute('loading', 'lazy')
  })

  it.each([
    ['龙溪社区 0752-6668888', ['0752-6668888']],
    ['0752 6668888', ['0752 6668888']],
    ['值班 (0752)6668888，夜间 13912345678', ['(0752)6668888', '13912345678']],
    ['到 3 楼 302 室问小陈', []],
  ])('rings the numbers in %s [m9]', (contact, numbers) => {
    show(detail({ contact }))
    const links = [...document.querySelectorAll('a[href^="tel:"]')]
    expect(links.map(({ textContent }) => textContent)).toEqual(numbers)
    expect(links.map((link) => link.getAttribute('href'))).toEqual(
      numbers.map((number) => `tel:${number.replace(/\D/g, '')}`),
    )
    expect(screen.getByText('咨询').nextElementSibling).toHaveTextContent(contact)
  })

  it('points out another sign-up at the same time, and still lets one sign up', () => {
    const clashes = [{ id: 'a2', title: '球赛', startsAt: '2026-11-28T06:00:00.000Z' }]
    show(detail(), { clashes })
    expect(screen.getByText(/时间重叠/)).toHaveTextContent('与您报名的球赛（11月28日（周六）14:00）时间重叠')
    expect(screen.getByRole('link', { name: '球赛' })).toHaveAttribute('href', '/activities/a2')
    expect(screen.getByRole('form', { name: '报名' })).toBeInTheDocument()
  })

  it('points it out where the sign-up stands, too', () => {
    show(detail(), { mine: mine({ clashes: [{ id: 'a2', title: '球赛', startsAt: '2026-11-28T06:00:00.000Z' }] }) })
    expect(screen.getByText(/时间重叠/)).toBeInTheDocument()
  })

  it('tells the seats in words beside the bar', () => {
    show(detail({ capacity: 20, taken: 20, free: 0, waiting: 3, joinable: 'waiting-list' }))
    expect(screen.getByText('20 个名额已满，候补 3 人')).toBeInTheDocument()
  })

  it('shows a sign-up that stands instead of the form: ticket, and a way to cancel that asks once more [F19]', () => {
    show(detail(), { mine: mine(), isJustDone: true })
    expect(screen.getByRole('status')).toHaveTextContent('报名成功')
    expect(screen.getByRole('link', { name: '出示签到票码' })).toHaveAttribute('href', '/me/registrations/r1/ticket')
    expect(screen.getByText('来不了，取消报名').closest('details')).not.toHaveAttribute('open')
    expect(screen.getByRole('button', { name: '确认取消' }).closest('form')).toHaveAttribute(
      'action',
      '/me/registrations/r1/cancel',
    )
    expect(screen.queryByRole('form', { name: '报名' })).toBeNull()
  })

  it('tells the place on the waiting list', () => {
    show(detail({ joinable: 'waiting-list' }), { mine: mine({ status: 'waitlisted', position: 3, ticket: null }) })
    expect(screen.getByRole('status')).toHaveTextContent('您排在第 3 位')
    expect(screen.getByText('退出候补')).toBeInTheDocument()
  })

  it.each<[string, Partial<MyRegistration>, RegExp, string | null]>([
    ['waits for approval', { status: 'pending' }, /已提交，等组织者审核/, '不参加了，撤回申请'],
    ['was refused', { status: 'refused', refusal: '本场仅限本社区骑手' }, /未通过：本场仅限本社区骑手/, null],
    ['waits as a party', { status: 'waitlisted', position: 2, size: 3 }, /候补中（3 人），您排在第 2 位/, '退出候补'],
    [
      'is offered seats',
      { status: 'offered', size: 3, offerExpiresAt: '2026-11-28T05:10:00.000Z' },
      /轮到您了（3 人）/,
      '不要了',
    ],
  ])('tells one who %s how it stands', (_name, over, sentence, way) => {
    show(detail({ joinable: 'waiting-list' }), { mine: mine({ ticket: null, ...over }) })
    expect(screen.getByRole('status')).toHaveTextContent(sentence)
    expect(screen.queryAllByRole('button').map(({ textContent }) => textContent)).toEqual([
      ...(over.status === 'offered' ? ['接受名额'] : []),
      ...(way === null ? [] : ['确认取消']),
    ])
    expect(document.querySelector('summary')?.textContent ?? null).toBe(way)
  })

  it('says until when an offer stands, and takes it by a plain form', () => {
    show(detail(), { mine: mine({ status: 'offered', ticket: null, offerExpiresAt: '2026-11-28T05:10:00.000Z' }) })
    expect(screen.getByText(/13:10/)).toBeInTheDocument()
    expect(screen.getByRole('button', { name: '接受名额' }).closest('form')).toHaveAttribute(
      'action',
      '/me/registrations/r1/accept',
    )
  })

  it('tells one whose offer ran out, and lets them sign up again', () => {
    show(detail({ joinable: 'waiting-list' }), { mine: mine({ status: 'cancelled', lapsed: true, ticket: null }) })
    expect(screen.getByText(/名额没有保留/)).toBeInTheDocument()
    expect(screen.getByRole('form', { name: '报名' })).toBeInTheDocument()
  })

  it('lets one who cancelled sign up again', () => {
    show(detail(), { mine: mine({ status: 'cancelled', ticket: null }) })
    expect(screen.getByRole('form', { name: '报名' })).toBeInTheDocument()
  })
})

describe('for the person who is signed up', () => {
  it('the activity goes into the calendar by one tap, where there is a seat', () => {
    show(detail(), { mine: mine() })
    expect(screen.getByRole('link', { name: '加入日历' })).toHaveAttribute('href', '/api/registrations/r1/calendar')
  })
  it('not for who waits', () => {
    show(detail(), { mine: mine({ status: 'waitlisted', position: 2 }) })
    expect(screen.queryByRole('link', { name: '加入日历' })).toBeNull()
  })
  it('who cancelled a moment ago sees the way back, and no form to sign up anew', () => {
    show(detail(), { mine: mine({ status: 'cancelled', ticket: null, undoUntil: '2999-01-01T00:00:00.000Z' }) })
    expect(screen.getByRole('button', { name: '撤销' })).toBeInTheDocument()
    expect(screen.queryByLabelText(/手机号/)).toBeNull()
  })
})
