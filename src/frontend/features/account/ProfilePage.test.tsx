import { describe, expect, it } from '@jest/globals'
import { screen, within } from '@testing-library/react'
import { PERSON_KIND_HINTS, PERSON_KINDS, type PersonKind } from '../../../domain/people/vocabulary.ts'
import { renderPage } from '../../shared/renderPage.tsx'
import { ProfilePage, type OwnContact, type ProfilePageProps } from './ProfilePage.tsx'

const profile: ProfilePageProps['profile'] = {
  id: 'p1',
  volunteerNumber: 'BL1',
  phone: '154****0001',
  email: null,
  name: '林秀兰',
  kinds: ['rider'],
  unit: 'u2',
  station: null,
  gender: null,
  birthDate: null,
  area: null,
  skills: null,
  serviceKinds: null,
}
const values = {
  name: '林秀兰',
  kinds: ['rider'],
  unit: 'u2',
  station: '',
  gender: '',
  birthDate: '',
  area: '',
  skills: '',
  serviceKinds: '',
}
const phone: OwnContact = { field: 'phone', current: '154****0001', typed: '', isCodeSent: false, error: null }
const email: OwnContact = { field: 'email', current: null, typed: '', isCodeSent: false, error: null }
const units = [
  {
    label: '甲镇',
    choices: [
      { id: 'u1', name: '甲镇' },
      { id: 'u2', name: '甲一社区' },
    ],
  },
]

const show = (over: Partial<ProfilePageProps> = {}): void => {
  renderPage(
    <ProfilePage
      profile={profile}
      values={values}
      errors={{}}
      units={units}
      stations={[{ label: '甲镇', choices: [{ id: 's1', name: '甲一驿站' }] }]}
      contacts={[phone, email]}
      done={null}
      {...over}
    />,
  )
}

describe('我的资料 [F20]', () => {
  it('is a plain form of what one says of oneself; every identity is explained, and that of Party members is a consent of its own', () => {
    show()
    const form = screen.getByRole('form', { name: '我的资料' })
    expect([form.getAttribute('method'), form.getAttribute('action')]).toEqual(['post', '/me/profile'])
    for (const kind of Object.keys(PERSON_KINDS) as PersonKind[])
      expect(screen.getByRole('checkbox', { name: PERSON_KINDS[kind] })).toHaveAccessibleDescription(
        PERSON_KIND_HINTS[kind],
      )
    expect(screen.getAllByRole('checkbox', { checked: true }).map((box) => box.getAttribute('value'))).toEqual([
      'rider',
    ])
    expect(screen.getByRole('checkbox', { name: PERSON_KINDS.partyMember })).toHaveAccessibleDescription(
      /敏感个人信息.*单独同意/,
    )
    const unit = screen.getByRole('combobox', { name: /单位/ })
    expect(unit).toHaveAccessibleDescription(/可以查看您的资料/)
    expect(
      within(within(unit).getByRole('group', { name: '甲镇' })).getByRole('option', {
        name: '甲一社区',
        selected: true,
      }),
    ).toBeInTheDocument()
  })

  it('asks for the home station, says what it is for, and that it may be left out', () => {
    show({ values: { ...values, station: 's1' }, errors: { station: '所选的内容已不存在，请刷新后重新选择。' } })
    const station = screen.getByRole('combobox', { name: '常去的先“蜂”空间（选填）' })
    expect(station).toHaveAccessibleDescription(/安排各处的服务和活动；不公开.*“不填”.*已不存在/)
    expect(station).toHaveDisplayValue('甲一驿站')
    expect(within(station).getByRole('option', { name: '不填' })).toHaveValue('')
  })

  it('sends along what it showed, and no contact or number in it', () => {
    show({ values: { ...values, name: '正在改' } })
    const loaded = document.querySelector<HTMLInputElement>('input[name=loaded]')?.value ?? ''
    expect(JSON.parse(loaded)).toEqual({
      name: '林秀兰',
      kinds: ['rider'],
      unit: 'u2',
      station: null,
      gender: null,
      birthDate: null,
      area: null,
      skills: null,
      serviceKinds: null,
    })
  })

  it('says that nothing was saved, what is wrong beside each field; what lies under 更多 is opened', () => {
    show({
      values: { ...values, name: ' ', birthDate: '昨天' },
      errors: { name: '请填写姓名', birthDate: '日期格式应为 2026-01-31' },
    })
    expect(screen.getByRole('alert')).toHaveTextContent('还没有保存')
    expect(screen.getByRole('textbox', { name: /姓名/ })).toHaveAccessibleDescription(/请填写姓名/)
    const birthDate = screen.getByRole('textbox', { name: '出生日期' })
    expect(birthDate).toHaveValue('昨天')
    expect(birthDate).toHaveAttribute('aria-invalid', 'true')
    expect(birthDate.closest('details')?.open).toBe(true)
  })

  it('asks for a new phone or mail, each in a form of its own', () => {
    show()
    const form = screen.getByRole('form', { name: '更换手机号' })
    expect([form.getAttribute('method'), form.getAttribute('action')]).toEqual(['post', '/me/contacts'])
    expect(within(form).getByRole('textbox', { name: '新手机号' })).toHaveAttribute('type', 'tel')
    expect(screen.getByRole('form', { name: '登记邮箱' })).toBeInTheDocument()
    expect(screen.getByText('还没有登记邮箱。')).toBeInTheDocument()
  })

  it('asks for the code that was sent to it, keeps what was typed, and says what is wrong beside it', () => {
    show({ contacts: [{ ...phone, typed: '154 0000 0002', isCodeSent: true, error: '验证码是 6 位数字' }, email] })
    const code = screen.getByRole('textbox', { name: '发到 154 0000 0002 的验证码' })
    expect(code).toHaveAccessibleDescription('验证码是 6 位数字')
    expect(code).toHaveFocus()
    for (const name of ['确认', '重新发送验证码'])
      expect(
        screen.getByRole('button', { name }).closest('form')?.querySelector<HTMLInputElement>('input[name=contact]')
          ?.value,
      ).toBe('154 0000 0002')
    expect(screen.getByRole('status')).toHaveTextContent('在此以前原来的仍然有效')
  })
})
