import { expect, it, jest } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import type { SignUpSheet as Sheet } from '../../operations/seats/listSignUps.ts'
import { aSignUp } from './aSignUp.ts'

jest.unstable_mockModule('next/navigation.js', () => ({ useRouter: () => ({ refresh: () => undefined }) }))
jest.unstable_mockModule('@payloadcms/ui', () => ({ Link: 'a' }))
const { SignUpSheet } = await import('./SignUpSheet.tsx')

const ACTIVITY: Sheet['activity'] = {
  id: 'a1',
  title: '义剪',
  place: '一号楼',
  status: 'published',
  allowed: [],
  ledger: 'participation',
  startsAt: '2026-12-01T06:00:00.000Z',
  endsAt: '2026-12-01T08:00:00.000Z',
  capacity: null,
  taken: 3,
  waiting: 0,
  present: 0,
  selfCheckIn: false,
  approval: false,
  questions: [],
  recording: null,
}
const signUp = (size: number) => aSignUp('r1', { size })

it.each([
  [3, true],
  [1, false],
])(
  'says that its numbers are heads and its filters sign-ups, where they differ: %i on one sign-up [m5]',
  (size, isSaid) => {
    render(<SignUpSheet sheet={{ activity: ACTIVITY, signUps: [signUp(size)], page: 1, totalPages: 1 }} />)
    expect(screen.queryByText('上面的数按人计；筛选按报名份数计，一份报名可有几人。') !== null).toBe(isSaid)
  },
)

it('is headed by the activity, its day, time and place, and says when it was cancelled [F18]', () => {
  const { container } = render(
    <SignUpSheet sheet={{ activity: { ...ACTIVITY, status: 'cancelled' }, signUps: [], page: 1, totalPages: 1 }} />,
  )
  expect(screen.getByRole('link', { name: '义剪' })).toHaveAttribute('href', '/admin/collections/activities/a1')
  expect(container).toHaveTextContent(/12月1日（周二）14:00.*一号楼/)
  expect(screen.getByText(/活动已取消/)).toBeInTheDocument()
})
