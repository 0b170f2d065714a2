import { describe, expect, it } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import type { ActivityDetail, Joinable, MyRegistration } from '../../../domain/publicViews.ts'
import { anActivity } from '../../shared/anActivity.ts'
import { ActivityPage, type ActivityPageProps } from './ActivityPage.tsx'

const detail = (over: Partial<ActivityDetail> = {}): ActivityDetail => ({ ...anActivity(), description: '', contact: '', questions: [], cancelReason: null, outcome: null, ...over })
const mine = (over: Partial<MyRegistration> = {}): MyRegistration => ({
  id: 'r1', status: 'confirmed', position: null, size: 1, offerExpiresAt: null, refusal: null, attendance: 'unknown', ticket: 'XF1.x', registeredAt: '2026-11-20T00:00:00.000Z', activity: anActivity(), ...over,
})
function show(activity: ActivityDetail, over: Partial<ActivityPageProps> = {}): void {
  const form: ActivityPageProps['form'] = { activityId: activity.id, questions: [], isLoggedIn: false, isWaitingList: activity.joinable === 'waiting-list', step: 'contact', values: {}, errors: {}, next: '/' }
  render(<ActivityPage activity={activity} mine={null} isJustDone={false} isStaff={false} problem={null} form={form} {...over} />)
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

  it('tells the seats in words beside the bar', () => {
    show(detail({ capacity: 20, taken: 20, free: 0, waiting: 3, joinable: 'waiting-list' }))
    expect(screen.getByText('20 个名额已满，候补 3 人')).toBeInTheDocument()
  })

  it('shows a sign-up that stands instead of the form: ticket and one tap to cancel', () => {
    show(detail(), { mine: mine(), isJustDone: true })
    expect(screen.getByRole('status')).toHaveTextContent('报名成功')
    expect(screen.getByRole('link', { name: '出示签到票码' })).toHaveAttribute('href', '/me/registrations/r1/ticket')
    expect(screen.getByRole('button', { name: '来不了，取消报名' }).closest('form')).toHaveAttribute('action', '/me/registrations/r1/cancel')
    expect(screen.queryByRole('form', { name: '报名' })).toBeNull()
  })

  it('tells the place on the waiting list', () => {
    show(detail({ joinable: 'waiting-list' }), { mine: mine({ status: 'waitlisted', position: 3, ticket: null }) })
    expect(screen.getByRole('status')).toHaveTextContent('您排在第 3 位')
    expect(screen.getByRole('button', { name: '退出候补' })).toBeInTheDocument()
  })

  it('lets one who cancelled sign up again', () => {
    show(detail(), { mine: mine({ status: 'cancelled', ticket: null }) })
    expect(screen.getByRole('form', { name: '报名' })).toBeInTheDocument()
  })
})
