import { expect, it } from '@jest/globals'
import { screen, within } from '@testing-library/react'
import type { MyAppointment } from '../../../domain/appointments/views.ts'
import { renderPage } from '../../shared/renderPage.tsx'
import { ReportInPage, type ReportInPageProps } from './ReportInPage.tsx'

const props: ReportInPageProps = {
  appointments: [],
  isMember: true,
  places: [{ label: '甲镇', choices: [{ id: 'c1', name: '甲一社区' }] }],
  chosen: '',
  problem: null,
  done: null,
}
const held = (overrides: Partial<MyAppointment> = {}): MyAppointment => ({
  id: 'a1',
  post: 'gridHead',
  unit: { id: 'g1', name: '甲一社区第1网格' },
  standing: 'current',
  isAwaiting: false,
  from: '2026-03-01',
  to: null,
  endReason: null,
  isPublic: true,
  isNameShown: false,
  duties: ['调处邻里纠纷'],
  ...overrides,
})

it('reports in by a plain form: one place to choose, one button', () => {
  renderPage(<ReportInPage {...props} chosen="c1" />)
  const form = screen.getByRole('form', { name: '我要报到' })
  expect(form).toHaveAttribute('action', '/report-in')
  expect(form).toHaveAttribute('method', 'post')
  expect(within(form).getByRole('combobox')).toHaveValue('c1')
  expect(within(form).getAllByRole('button')).toHaveLength(1)
})

it('sends people who have not said to be members to where they can say so', () => {
  renderPage(<ReportInPage {...props} isMember={false} />)
  expect(screen.queryByRole('form', { name: '我要报到' })).toBeNull()
  expect(screen.getByRole('link', { name: '我的资料' })).toHaveAttribute('href', '/me/profile')
})

it('says how each post stands, and what it answers for', () => {
  renderPage(
    <ReportInPage
      {...props}
      appointments={[
        held(),
        held({ id: 'a2', standing: 'planned', from: '2027-01-01', duties: [] }),
        held({ id: 'a3', post: 'reportedMember', isAwaiting: true, isPublic: false, standing: 'planned', duties: [] }),
        held({ id: 'a4', standing: 'ended', to: null, endReason: '已向另一社区报到', duties: [] }),
      ]}
    />,
  )
  expect(screen.getByText('在任，自 2026-03-01')).toBeInTheDocument()
  expect(screen.getByText('2027-01-01 到任')).toBeInTheDocument()
  expect(screen.getByText('待社区确认')).toBeInTheDocument()
  expect(screen.getByText('调处邻里纠纷')).toBeInTheDocument()
  expect(screen.getByText(/没有生效/)).toHaveTextContent('已向另一社区报到')
  // One leaves a report by oneself, and no other post.
  expect(screen.getAllByRole('button', { name: /退出/ })).toHaveLength(1)
})

it('asks for the name to be shown only where the post is public, and takes it back', () => {
  const { unmount } = renderPage(<ReportInPage {...props} appointments={[held({ isPublic: false })]} />)
  expect(screen.queryByRole('button', { name: /公开姓名/ })).toBeNull()
  unmount()
  renderPage(<ReportInPage {...props} appointments={[held({ isNameShown: true })]} />)
  expect(screen.getByRole('button', { name: '不再公开姓名' })).toBeInTheDocument()
})

it('tells what was refused above the form', () => {
  renderPage(<ReportInPage {...props} problem="请选择要报到的社区或小区。" />)
  expect(screen.getByRole('alert')).toHaveTextContent('请选择要报到的社区或小区。')
})
