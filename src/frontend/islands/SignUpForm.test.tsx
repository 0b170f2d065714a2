import { beforeEach, describe, expect, it, jest } from '@jest/globals'
import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { renderToString } from 'react-dom/server'
import type { Question } from '../../domain/activities/views.ts'
import type { SignUpFormProps } from './SignUpForm.tsx'

const goTo = jest.fn<(href: string) => void>()
jest.unstable_mockModule('./goTo.ts', () => ({ goTo }))
const { SignUpForm } = await import('./SignUpForm.tsx')

const ASKING: Question = {
  id: '',
  label: '',
  kind: 'text',
  options: [],
  required: true,
  min: null,
  max: null,
  earliest: null,
  latest: null,
  showWhen: null,
  showWhenAnswer: null,
}
const MEAL: Question = { ...ASKING, id: '650000000000000000000001', label: '想吃什么' }
const CAR: Question = { ...ASKING, id: '650000000000000000000002', label: '开车来吗', kind: 'yesno' }
const PLATE: Question = {
  ...ASKING,
  id: '650000000000000000000003',
  label: '车牌号',
  showWhen: '开车来吗',
  showWhenAnswer: '是',
}
const HELP: Question = {
  ...ASKING,
  id: '650000000000000000000004',
  label: '可以帮忙',
  kind: 'multiselect',
  options: ['搬桌椅', '引导', '拍照'],
  required: false,
  max: 2,
}
const CAMERA: Question = {
  ...ASKING,
  id: '650000000000000000000005',
  label: '相机型号',
  required: false,
  showWhen: '可以帮忙',
  showWhenAnswer: '拍照',
}
const PROPS: SignUpFormProps = {
  activityId: 'a1',
  questions: [],
  isLoggedIn: false,
  isWaitingList: false,
  partyLimit: 1,
  free: null,
  step: 'contact',
  values: {},
  errors: {},
  next: '/activities/a1',
}

type Answer = { status: number; body?: object }
const sent: { path: string; body: Record<string, unknown> }[] = []
let answers: (Answer | Promise<Answer>)[] = []
/** The activity as the server has it by now. */
let activityNow: object | null = null

beforeEach(() => {
  goTo.mockClear()
  sent.length = 0
  answers = []
  activityNow = null
  globalThis.fetch = (async (path: string, init?: RequestInit) => {
    if (init === undefined)
      return { ok: activityNow !== null, status: activityNow ? 200 : 404, json: () => Promise.resolve(activityNow) }
    sent.push({ path, body: JSON.parse(String(init.body)) as Record<string, unknown> })
    const answer = answers.shift()
    if (!answer) throw new TypeError('Failed to fetch')
    const { status, body = {} } = await answer
    return { ok: status < 400, status, json: () => Promise.resolve(body) }
  }) as unknown as typeof fetch
})

const contact = () => screen.getByLabelText<HTMLInputElement>('手机号或邮箱')
const problem = (code: string, detail: string, fields?: Record<string, string>): Answer => ({
  status: 400,
  body: { code, detail, fields },
})

describe('SignUpForm', () => {
  it('brings letters and digits for a phone or a mail, not the keyboard for mails alone [m9]', () => {
    render(<SignUpForm {...PROPS} />)
    expect(contact()).toHaveAttribute('inputmode', 'text')
  })

  it('goes from contact to code to name and consent to the sign-up', async () => {
    answers = [
      { status: 202 },
      problem('profile-required', '首次使用请填写姓名。', { name: '请填写姓名' }),
      { status: 201 },
      { status: 201 },
    ]
    const user = userEvent.setup()
    render(<SignUpForm {...PROPS} questions={[MEAL]} />)
    await user.type(screen.getByLabelText(/想吃什么/), '清汤面')
    await user.type(contact(), 'rider@example.org')
    await user.click(screen.getByRole('button', { name: /下一步/ }))
    await user.type(await screen.findByLabelText('6 位验证码'), '123456')
    await user.click(screen.getByRole('button', { name: '确认' }))
    await user.type(await screen.findByLabelText('姓名（首次使用）'), '测试')
    expect(screen.queryByRole('alert')).toBeNull()
    await user.click(screen.getByRole('checkbox'))
    await user.click(screen.getByRole('button', { name: '确认' }))
    expect(sent.map(({ path }) => path)).toEqual([
      '/api/codes',
      '/api/sessions',
      '/api/sessions',
      '/api/activities/a1/registrations',
    ])
    expect(sent[2]?.body).toEqual({ email: 'rider@example.org', code: '123456', name: '测试', consent: true })
    expect(sent[3]?.body).toEqual({ answers: { [MEAL.id]: '清汤面' } })
    expect(goTo).toHaveBeenCalledWith('/activities/a1?done=1')
  })

  it('asks how many come along where that is allowed, and says when they will have to wait', async () => {
    answers = [{ status: 201 }]
    const user = userEvent.setup()
    render(<SignUpForm {...PROPS} isLoggedIn partyLimit={4} free={2} />)
    const size = screen.getByLabelText('几个人一起参加（含您本人）')
    expect(size).toHaveAccessibleDescription(/不够时一起候补/)
    await user.selectOptions(size, '3')
    expect(size).toHaveAccessibleDescription(/现在空余 2 个名额/)
    await user.click(screen.getByRole('button', { name: '我要报名' }))
    expect(sent[0]?.body).toEqual({ answers: {}, size: 3 })
  })

  it('keeps what was typed after an error of the server, and moves the focus to what went wrong', async () => {
    answers = [problem('rate-limited', '操作过于频繁，请稍后再试。')]
    const user = userEvent.setup()
    render(<SignUpForm {...PROPS} questions={[MEAL]} />)
    await user.type(screen.getByLabelText(/想吃什么/), '清汤面')
    await user.type(contact(), '15400000001')
    await user.click(screen.getByRole('button', { name: /下一步/ }))
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent('操作过于频繁')
    await waitFor(() => expect(alert).toHaveFocus())
    expect(contact()).toHaveValue('15400000001')
    expect(screen.getByLabelText(/想吃什么/)).toHaveValue('清汤面')
  })

  it('keeps what was typed when the network is gone', async () => {
    const user = userEvent.setup()
    render(<SignUpForm {...PROPS} />)
    await user.type(contact(), '15400000001')
    await user.click(screen.getByRole('button', { name: /下一步/ }))
    expect(await screen.findByRole('alert')).toHaveTextContent('网络不通')
    expect(contact()).toHaveValue('15400000001')
  })

  it('does not send twice what is on its way, nor after it has arrived', async () => {
    let arrive: (answer: Answer) => void = () => undefined
    answers = [new Promise<Answer>((resolve) => (arrive = resolve))]
    const user = userEvent.setup()
    render(<SignUpForm {...PROPS} isLoggedIn />)
    const button = screen.getByRole('button', { name: '我要报名' })
    await user.click(button)
    expect(button).toBeDisabled()
    expect(button).toHaveAttribute('aria-busy', 'true')
    await user.click(button)
    await act(async () => arrive({ status: 201 }))
    await user.click(button)
    expect(sent).toHaveLength(1)
    expect(goTo).toHaveBeenCalledTimes(1)
  })

  it('asks a required question before a code is sent, beside its input', async () => {
    const user = userEvent.setup()
    render(<SignUpForm {...PROPS} questions={[MEAL]} />)
    await user.type(contact(), '15400000001')
    await user.click(screen.getByRole('button', { name: /下一步/ }))
    const field = await screen.findByRole('textbox', { name: /想吃什么/, description: '请回答“想吃什么”。' })
    expect(field).toBeInvalid()
    expect(sent).toEqual([])
  })

  it('says what is wrong with a contact beside it, without asking the server', async () => {
    const user = userEvent.setup()
    render(<SignUpForm {...PROPS} />)
    await user.type(contact(), '12345')
    await user.click(screen.getByRole('button', { name: /下一步/ }))
    await screen.findByText('手机号应为 11 位数字，请核对')
    await waitFor(() => expect(contact()).toHaveFocus())
    expect(contact()).toHaveAccessibleDescription('手机号应为 11 位数字，请核对')
    expect(sent).toEqual([])
  })

  it('goes back to another contact without losing an answer', async () => {
    answers = [{ status: 202 }]
    const user = userEvent.setup()
    render(<SignUpForm {...PROPS} questions={[MEAL]} />)
    await user.type(screen.getByLabelText(/想吃什么/), '清汤面')
    await user.type(contact(), '15400000001')
    await user.click(screen.getByRole('button', { name: /下一步/ }))
    await user.click(await screen.findByRole('button', { name: '换个联系方式' }))
    expect(contact()).not.toHaveAttribute('readonly')
    expect(screen.getByLabelText(/想吃什么/)).toHaveValue('清汤面')
  })

  it('leaves for the fresh page when the activity filled up meanwhile', async () => {
    answers = [problem('full', '名额已满')]
    const user = userEvent.setup()
    render(<SignUpForm {...PROPS} isLoggedIn />)
    await user.click(screen.getByRole('button', { name: '我要报名' }))
    expect(goTo).toHaveBeenCalledWith('/activities/a1?problem=full')
  })

  describe('when the activity changes while the form is open', () => {
    const now = (over: object) => ({ questions: [MEAL], joinable: 'open', partyLimit: 1, free: null, ...over })
    const NEW: Question = { ...ASKING, id: '650000000000000000000009', label: '紧急联系人' }

    it('shows a question that was added, goes to it, and keeps what was typed; one tap goes on [D10]', async () => {
      activityNow = now({ questions: [MEAL, NEW] })
      answers = [
        problem('invalid-input', '请回答“紧急联系人”。', { [`answers.${NEW.id}`]: '请回答“紧急联系人”。' }),
        { status: 201 },
      ]
      const user = userEvent.setup()
      render(<SignUpForm {...PROPS} isLoggedIn questions={[MEAL]} />)
      await user.type(screen.getByLabelText(/想吃什么/), '清汤面')
      await user.click(screen.getByRole('button', { name: '我要报名' }))
      const added = await screen.findByRole('textbox', { name: /紧急联系人/, description: '请回答“紧急联系人”。' })
      await waitFor(() => expect(added).toHaveFocus())
      expect(screen.getByLabelText(/想吃什么/)).toHaveValue('清汤面')
      await user.type(added, '李四')
      await user.click(screen.getByRole('button', { name: '我要报名' }))
      expect(sent[1]?.body).toEqual({ answers: { [MEAL.id]: '清汤面', [NEW.id]: '李四' } })
      expect(goTo).toHaveBeenCalledWith('/activities/a1?done=1')
    })

    it('shows what a question is called and offers by now, without losing the other answers [D10]', async () => {
      const size: Question = {
        ...ASKING,
        id: '650000000000000000000008',
        label: '尺码',
        kind: 'select',
        options: ['M', 'L'],
      }
      activityNow = now({
        questions: [
          { ...MEAL, label: '午饭吃什么' },
          { ...size, options: ['均码'] },
        ],
      })
      answers = [
        problem('invalid-input', '“尺码”没有这个选项，请重新选择。', {
          [`answers.${size.id}`]: '“尺码”没有这个选项，请重新选择。',
        }),
        { status: 201 },
      ]
      const user = userEvent.setup()
      render(<SignUpForm {...PROPS} isLoggedIn questions={[MEAL, size]} />)
      await user.type(screen.getByLabelText(/想吃什么/), '清汤面')
      await user.selectOptions(screen.getByLabelText(/尺码/), 'M')
      await user.click(screen.getByRole('button', { name: '我要报名' }))
      await user.selectOptions(await screen.findByLabelText(/尺码/), '均码')
      expect(screen.getByLabelText(/午饭吃什么/)).toHaveValue('清汤面')
      await user.click(screen.getByRole('button', { name: '我要报名' }))
      expect(sent[1]?.body).toEqual({ answers: { [MEAL.id]: '清汤面', [size.id]: '均码' } })
    })

    it('leaves out a question that was removed [D10]', async () => {
      activityNow = now({ questions: [NEW] })
      answers = [
        problem('invalid-input', '请回答“紧急联系人”。', { [`answers.${NEW.id}`]: '请回答“紧急联系人”。' }),
        { status: 201 },
      ]
      const user = userEvent.setup()
      render(<SignUpForm {...PROPS} isLoggedIn questions={[MEAL]} />)
      await user.type(screen.getByLabelText(/想吃什么/), '清汤面')
      await user.click(screen.getByRole('button', { name: '我要报名' }))
      await user.type(await screen.findByLabelText(/紧急联系人/), '李四')
      expect(screen.queryByLabelText(/想吃什么/)).toBeNull()
      await user.click(screen.getByRole('button', { name: '我要报名' }))
      expect(sent[1]?.body).toEqual({ answers: { [NEW.id]: '李四' } })
    })

    it('stays where fewer could still come, and keeps what was typed [D10]', async () => {
      activityNow = now({ partyLimit: 4, free: 1 })
      answers = [problem('full', '只剩 1 个名额，坐不下 3 人。')]
      const user = userEvent.setup()
      render(<SignUpForm {...PROPS} isLoggedIn partyLimit={4} free={3} questions={[MEAL]} />)
      await user.type(screen.getByLabelText(/想吃什么/), '清汤面')
      await user.selectOptions(screen.getByLabelText(/几个人/), '3')
      await user.click(screen.getByRole('button', { name: '我要报名' }))
      expect(await screen.findByRole('alert')).toHaveTextContent('只剩 1 个名额')
      expect(goTo).not.toHaveBeenCalled()
      expect(screen.getByLabelText(/想吃什么/)).toHaveValue('清汤面')
    })

    it('asks who it is again when the log-in ended, and keeps the answers [D10]', async () => {
      answers = [
        { status: 401, body: { code: 'not-logged-in', detail: '请先登录后再继续。' } },
        { status: 202 },
        { status: 201 },
        { status: 201 },
      ]
      const user = userEvent.setup()
      render(<SignUpForm {...PROPS} isLoggedIn questions={[MEAL]} />)
      await user.type(screen.getByLabelText(/想吃什么/), '清汤面')
      await user.click(screen.getByRole('button', { name: '我要报名' }))
      expect(await screen.findByRole('alert')).toHaveTextContent('登录已过期')
      await user.type(contact(), '15400000001')
      await user.click(screen.getByRole('button', { name: /下一步/ }))
      await user.type(await screen.findByLabelText('6 位验证码'), '123456')
      await user.click(screen.getByRole('button', { name: '确认' }))
      expect(sent.at(-1)?.body).toEqual({ answers: { [MEAL.id]: '清汤面' } })
      expect(goTo).toHaveBeenCalledWith('/activities/a1?done=1')
    })
  })

  describe('questions with a condition', () => {
    const asking = [CAR, PLATE, HELP, CAMERA]

    it('are asked when the answer they hang on is given, and drop out with it', async () => {
      answers = [{ status: 201 }]
      const user = userEvent.setup()
      render(<SignUpForm {...PROPS} isLoggedIn questions={asking} />)
      expect(screen.getByLabelText(/车牌号/)).not.toBeVisible()
      await user.click(screen.getByRole('radio', { name: '是' }))
      expect(screen.getByLabelText(/车牌号/)).toBeVisible()
      expect(screen.getByLabelText(/车牌号/)).not.toHaveAccessibleDescription(/时填写/)
      await user.type(screen.getByLabelText(/车牌号/), '粤L12345')
      await user.click(screen.getByRole('checkbox', { name: '搬桌椅' }))
      await user.click(screen.getByRole('checkbox', { name: '拍照' }))
      await user.type(screen.getByLabelText(/相机型号/), '傻瓜机')
      await user.click(screen.getByRole('radio', { name: '否' }))
      expect(screen.getByLabelText(/车牌号/)).not.toBeVisible()
      await user.click(screen.getByRole('button', { name: '我要报名' }))
      expect(sent[0]?.body).toEqual({
        answers: { [CAR.id]: '否', [HELP.id]: ['搬桌椅', '拍照'], [CAMERA.id]: '傻瓜机' },
      })
    })

    it('that are asked have to be answered, others not', async () => {
      answers = [{ status: 201 }]
      const user = userEvent.setup()
      render(<SignUpForm {...PROPS} isLoggedIn questions={asking} />)
      await user.click(screen.getByRole('radio', { name: '是' }))
      await user.click(screen.getByRole('button', { name: '我要报名' }))
      expect(await screen.findByRole('textbox', { name: /车牌号/, description: '请回答“车牌号”。' })).toBeInvalid()
      expect(sent).toEqual([])
      await user.click(screen.getByRole('radio', { name: '否' }))
      await user.click(screen.getByRole('button', { name: '我要报名' }))
      expect(sent[0]?.body).toEqual({ answers: { [CAR.id]: '否' } })
    })

    it('know what was answered in an earlier step', () => {
      render(
        <SignUpForm
          {...PROPS}
          questions={asking}
          values={{ answers: { [`q-${CAR.id}`]: '是', [`q-${HELP.id}`]: ['引导', '拍照'] } }}
        />,
      )
      expect(screen.getByLabelText(/车牌号/)).toBeVisible()
      expect(screen.getByLabelText(/相机型号/)).toBeVisible()
    })

    it('are all there without a script, each with its condition in words', () => {
      const holder = document.createElement('div')
      holder.innerHTML = renderToString(<SignUpForm {...PROPS} questions={asking} />)
      document.body.append(holder)
      const plate = holder.querySelector<HTMLInputElement>(`#f-${PLATE.id}`)
      expect(plate).toBeVisible()
      expect(plate).toHaveAccessibleDescription('“开车来吗”答“是”时填写')
      expect(plate).not.toHaveAttribute('aria-required')
      holder.remove()
    })
  })

  it('carries every typed value in its plain HTML, for those without a script', () => {
    const holder = document.createElement('div')
    holder.innerHTML = renderToString(
      <SignUpForm
        {...PROPS}
        questions={[MEAL]}
        step="profile"
        values={{
          contact: '15400000001',
          code: '123456',
          name: '测试',
          consent: true,
          answers: { [`q-${MEAL.id}`]: '清汤面' },
        }}
        errors={{ form: '请重试' }}
      />,
    )
    const form = holder.querySelector('form')
    expect(Object.fromEntries(new FormData(form ?? undefined))).toMatchObject({
      step: 'profile',
      contact: '15400000001',
      code: '123456',
      name: '测试',
      consent: 'on',
      [`answers.q-${MEAL.id}`]: '清汤面',
    })
    expect(form).toHaveTextContent('请重试')
  })

  it('leaves alone what was typed before the script arrived', () => {
    const container = document.body.appendChild(document.createElement('div'))
    container.innerHTML = renderToString(<SignUpForm {...PROPS} />)
    const input = container.querySelector<HTMLInputElement>('[name=contact]')
    if (input) input.value = '15400000001'
    render(<SignUpForm {...PROPS} />, { container, hydrate: true })
    expect(contact()).toHaveValue('15400000001')
  })
})
