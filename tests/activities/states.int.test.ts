import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals'
import type { Payload } from 'payload'
import {
  ACTIVITY_STATES,
  DEEDS,
  refusalOf,
  type ActivityState,
  type Deed,
  type Past,
} from '../../src/domain/activities/activityStates.ts'
import * as calls from '../../src/endpoints/calls.ts'
import { JOBS } from '../../src/jobs/ticker.ts'
import { moveOffersOn } from '../../src/operations/seats/moveOffersOn.ts'
import { planMessages } from '../../src/operations/messages/planMessages.ts'
import { sendMessages } from '../../src/operations/messages/sendMessages.ts'
import type { Activity, Person, Registration, Staff } from '../../src/payload-types.ts'
import { selfCheckInCode } from '../../src/privacy/cipher.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  newPhone,
  PASSWORD,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask, queryOf, type Answer } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { tokenOf } from '../support/tokens.ts'
import { refuseNewSeats } from '../support/refuseWrites.ts'

/**
 * Every cell of src/domain/activities/activityStates.ts, by the calls, edits and jobs that stand for the deed, as the
 * outside world has them.
 */
let app: TestPayload
let payload: Payload
let units: UnitTree
let staff: Staff
let staffToken: string

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  staff = await makeStaff(payload, 'department', units.county)
  staffToken =
    (await payload.login({ collection: 'staff', data: { email: staff.email, password: PASSWORD } })).token ?? ''
})
afterAll(() => app.stop())

const HOUR = 3_600_000
/** Times of each state, in hours from now. */
const TIMES: Record<
  ActivityState,
  { startsAt: number; endsAt: number; registrationOpensAt: number | null; registrationClosesAt: number }
> = {
  draft: { startsAt: 3, endsAt: 5, registrationOpensAt: null, registrationClosesAt: 3 },
  notYetOpen: { startsAt: 3, endsAt: 5, registrationOpensAt: 1, registrationClosesAt: 3 },
  open: { startsAt: 3, endsAt: 5, registrationOpensAt: null, registrationClosesAt: 3 },
  closed: { startsAt: 3, endsAt: 5, registrationOpensAt: null, registrationClosesAt: -1 },
  runningOpen: { startsAt: -1, endsAt: 2, registrationOpensAt: null, registrationClosesAt: 1 },
  running: { startsAt: -1, endsAt: 2, registrationOpensAt: null, registrationClosesAt: -1 },
  ended: { startsAt: -2, endsAt: -0.5, registrationOpensAt: null, registrationClosesAt: -2 },
  cancelled: { startsAt: 3, endsAt: 5, registrationOpensAt: null, registrationClosesAt: 3 },
}
const STATES = Object.keys(ACTIVITY_STATES) as ActivityState[]

/** Puts what was made while sign-up was open into the state, past every rule. */
async function putInto(state: ActivityState, activity: Activity, now = new Date(), more: object = {}): Promise<void> {
  const times = Object.entries(TIMES[state]).map(([name, hours]) => [
    name,
    hours === null ? null : new Date(now.getTime() + hours * HOUR).toISOString(),
  ])
  const status = state === 'draft' || state === 'cancelled' ? state : 'published'
  await payload.db.updateOne({
    collection: 'activities',
    id: activity.id,
    data: { status, ...Object.fromEntries(times), ...more },
    returning: false,
  })
}

const put = (registration: Registration, data: Record<string, unknown>) =>
  payload.db.updateOne({ collection: 'registrations', id: registration.id, data, returning: false })
const stored = (registration: Registration): Promise<Registration> =>
  payload.findByID({ collection: 'registrations', id: registration.id, depth: 0, overrideAccess: true })

/** `yes`, or the code of the refusal. */
const codeOf = ({ status, body }: Answer): string => {
  if (status < 300) return 'yes'
  const { code, errors } = body as { code?: string; errors?: { data?: { code?: string } }[] }
  return code ?? errors?.[0]?.data?.code ?? `answered ${status}`
}
const post = (path: string, body: object, token = staffToken): Promise<Answer> =>
  ask({ method: 'POST', path, body, token })
const outcomeOf = (answer: Answer): string =>
  (answer.body as { results?: { outcome: string }[] }).results?.[0]?.outcome ?? codeOf(answer)
/** Calls that answer for each item, and jobs, say no without a code. */
const yesOrNo = (isDone: boolean): string => (isDone ? 'yes' : 'no')

interface Scene {
  state: ActivityState
  activity: Activity
  person: Person
  token: string
  registration: Registration
}

/** One in `state`, with a person signed up, unless nobody is to be. */
async function scene(
  state: ActivityState,
  {
    activity: more = {},
    registration: changes = {},
    isEmpty = false,
    now = new Date(),
  }: { activity?: object; registration?: Record<string, unknown>; isEmpty?: boolean; now?: Date } = {},
): Promise<Scene> {
  const activity = await makeActivity(payload, units.community, more)
  const person = await makePerson(payload)
  const registration = isEmpty ? ({ id: 'none' } as Registration) : await makeRegistration(payload, activity, person)
  if (!isEmpty && Object.keys(changes).length > 0) await put(registration, changes)
  await putInto(state, activity, now)
  return { state, activity, person, token: await tokenOf(payload, person), registration }
}

/** Whether a message of this kind about the registration is sent. Daytime, since nobody is written to at night. */
async function isSent(
  state: ActivityState,
  kind: 'reminder2h' | 'thanks' | 'confirmed' | 'correctionAnswered',
  registration: Record<string, unknown>,
): Promise<string> {
  const now = new Date('2026-06-10T03:00:00.000Z')
  const { activity, registration: own, person } = await scene(state, { registration, now })
  const at = now.toISOString()
  const answered = async (): Promise<string> =>
    String(
      (
        await payload.db.create({
          collection: 'corrections',
          data: {
            registration: own.id,
            activity: activity.id,
            person: person.id,
            unit: units.community.id,
            wish: '时长',
            status: 'refused',
            answer: '无误',
            createdAt: at,
            updatedAt: at,
          },
        })
      ).id,
    )
  const references = {
    reminder2h: () => new Date(now.getTime() + TIMES[state].startsAt * HOUR).toISOString(),
    thanks: () => '',
    confirmed: () => '1',
    correctionAnswered: answered,
  }
  const reference = await references[kind]()
  const { id } = await payload.db.create({
    collection: 'messages',
    data: {
      key: `${kind}:${own.id}`,
      kind,
      reference,
      registration: own.id,
      activity: activity.id,
      person: person.id,
      unit: units.community.id,
      state: 'waiting',
      dueAt: at,
      attempts: 0,
      doubts: 0,
      createdAt: at,
      updatedAt: at,
    },
  })
  await sendMessages(await app.req(), now)
  return yesOrNo(
    (await payload.findByID({ collection: 'messages', id: String(id), depth: 0, overrideAccess: true })).state ===
      'sent',
  )
}

const PAST_OF: Record<string, Past> = {
  nobody: { hasSignUps: false, hasRecords: false },
  'one signed up': { hasSignUps: true, hasRecords: false },
  'one recorded': { hasSignUps: true, hasRecords: true },
}

/** An edit by staff, of an activity with this past. */
const editing =
  (data: object) =>
  async (state: ActivityState, past: Past): Promise<string> => {
    const { activity } = await scene(state, {
      isEmpty: !past.hasSignUps,
      registration: past.hasRecords ? { attendance: 'absent' } : {},
    })
    return codeOf(await ask({ method: 'PATCH', path: `/activities/${activity.id}`, body: data, token: staffToken }))
  }

type Way = (state: ActivityState, past: Past) => Promise<string>

/** How each deed is really done. `yes` and a code are compared with the table; `no` with any refusal. */
const WAYS: Record<Deed, Record<string, Way>> = {
  signUp: {
    'POST registrations': async (state) => {
      const { activity, token } = await scene(state, { isEmpty: true })
      return codeOf(await post(`/activities/${activity.id}/registrations`, {}, token))
    },
    'again after a cancellation': async (state) => {
      const { activity, token } = await scene(state, { registration: { status: 'cancelled' } })
      return codeOf(await post(`/activities/${activity.id}/registrations`, {}, token))
    },
  },
  signUpByHand: {
    'POST a record': async (state) => {
      const { activity, person } = await scene(state, { isEmpty: true })
      return codeOf(await post('/registrations', { activity: activity.id, person: person.id }))
    },
  },
  signUpForAnother: {
    'POST sign-ups of somebody known': async (state) => {
      const { activity, person } = await scene(state, { isEmpty: true })
      return codeOf(await post(`/activities/${activity.id}/sign-ups`, { person: person.id, consent: true }))
    },
    'POST sign-ups of somebody new': async (state) => {
      const { activity } = await scene(state, { isEmpty: true })
      const body = { name: '来电人', phone: newPhone(), consent: true }
      return codeOf(await post(`/activities/${activity.id}/sign-ups`, body))
    },
    'again after a cancellation': async (state) => {
      const { activity, person } = await scene(state, { registration: { status: 'cancelled' } })
      return codeOf(await post(`/activities/${activity.id}/sign-ups`, { person: person.id, consent: true }))
    },
  },
  cancelSignUp: {
    'by the person': async (state) => {
      const { registration, token } = await scene(state)
      return codeOf(await ask({ method: 'DELETE', path: `/registrations/${registration.id}`, token }))
    },
    'by staff': async (state) => {
      const { registration } = await scene(state)
      return codeOf(
        await ask({
          method: 'DELETE',
          path: `/registrations/${registration.id}`,
          token: staffToken,
          body: { reason: '本人来电取消' },
        }),
      )
    },
  },
  undoCancellation: {
    'POST undo': async (state) => {
      const { registration, token } = await scene(state, {
        registration: { cancelsAt: new Date(Date.now() + 30_000).toISOString() },
      })
      return codeOf(await post(`/registrations/${registration.id}/undo`, {}, token))
    },
  },
  moveUp: {
    'job offers': async (state) => {
      const activity = await makeActivity(payload, units.community, { capacity: 1 })
      await makeRegistration(payload, activity, await makePerson(payload))
      const waiting = await makeRegistration(payload, activity, await makePerson(payload))
      await putInto(state, activity, new Date(), { capacity: 2, free: 1 })
      await moveOffersOn(await app.req(), new Date())
      return yesOrNo((await stored(waiting)).status !== 'waitlisted')
    },
  },
  acceptOffer: {
    'POST acceptance': async (state) => {
      const { registration, token } = await scene(state, {
        registration: { status: 'offered', offerExpiresAt: hoursFromNow(1) },
      })
      return codeOf(await post(`/registrations/${registration.id}/acceptance`, {}, token))
    },
  },
  approve: {
    'POST decision': async (state) => {
      const { registration } = await scene(state, { registration: { status: 'pending' } })
      return codeOf(await post(`/registrations/${registration.id}/decision`, { decision: 'approve' }))
    },
    'POST decisions': async (state) => {
      const { activity, registration } = await scene(state, { registration: { status: 'pending' } })
      return codeOf(
        await post(`/activities/${activity.id}/decisions`, { registrations: [registration.id], decision: 'approve' }),
      )
    },
    'of one refused before': async (state) => {
      const { registration } = await scene(state, { registration: { status: 'refused', refusal: '名额留给骑手' } })
      return codeOf(await post(`/registrations/${registration.id}/decision`, { decision: 'approve' }))
    },
  },
  refuse: {
    'POST decision': async (state) => {
      const { registration } = await scene(state, { registration: { status: 'pending' } })
      return codeOf(
        await post(`/registrations/${registration.id}/decision`, { decision: 'refuse', reason: '名额留给骑手' }),
      )
    },
  },
  selfCheckIn: {
    'POST self-check-ins': async (state) => {
      const { activity, token } = await scene(state, { activity: { selfCheckIn: true } })
      return codeOf(
        await post(
          `/activities/${activity.id}/self-check-ins`,
          { code: selfCheckInCode(activity.id, new Date()) },
          token,
        ),
      )
    },
    'GET the code': async (state) => {
      const { activity } = await scene(state, { activity: { selfCheckIn: true } })
      return codeOf(await ask({ path: `/activities/${activity.id}/self-check-in-code`, token: staffToken }))
    },
  },
  record: {
    'POST check-ins': async (state) => {
      const { activity, registration } = await scene(state)
      const answer = await post('/check-ins', {
        items: [
          {
            clientId: 'a',
            activity: activity.id,
            registration: registration.id,
            at: new Date().toISOString(),
            method: 'manual',
          },
        ],
      })
      return yesOrNo(outcomeOf(answer) === 'recorded')
    },
    'POST check-outs': async (state) => {
      const { activity, registration } = await scene(state, {
        activity: { ledger: 'service' },
        registration: { attendance: 'present', method: 'scan', checkedInAt: hoursFromNow(-3) },
      })
      const answer = await post('/check-outs', {
        items: [{ clientId: 'a', activity: activity.id, registration: registration.id, at: new Date().toISOString() }],
      })
      return yesOrNo(outcomeOf(answer) === 'recorded')
    },
    'PATCH a record': async (state) => {
      const { registration } = await scene(state)
      return codeOf(
        await ask({
          method: 'PATCH',
          path: `/registrations/${registration.id}`,
          body: { attendance: 'present' },
          token: staffToken,
        }),
      )
    },
  },
  walkIn: {
    'POST walk-ins': async (state) => {
      const { activity } = await scene(state, { isEmpty: true })
      return codeOf(
        await post(`/activities/${activity.id}/walk-ins`, { name: '李路过', phone: newPhone(), consent: true }),
      )
    },
    'GET the list for the door': async (state) => {
      const { activity } = await scene(state)
      return codeOf(await ask({ path: `/activities/${activity.id}/check-in-list`, token: staffToken }))
    },
  },
  correct: {
    'POST corrections': async (state) => {
      const { registration } = await scene(state, { registration: { attendance: 'present' } })
      return codeOf(
        await post(`/registrations/${registration.id}/corrections`, { attendance: 'absent', reason: '登记错人' }),
      )
    },
    'job messages, of an answer': (state) => isSent(state, 'correctionAnswered', {}),
  },
  poster: {
    'GET poster': async (state) => {
      const { activity } = await scene(state, { isEmpty: true })
      return codeOf(await ask({ path: `/activities/${activity.id}/poster`, token: staffToken }))
    },
  },
  signInSheet: {
    'GET sign-in sheet': async (state) => {
      const { activity } = await scene(state)
      return codeOf(await ask({ path: `/activities/${activity.id}/sign-in-sheet`, token: staffToken }))
    },
  },
  importSheet: {
    'POST imports': async (state) => {
      const { activity } = await scene(state)
      const path = `/desk/imports${queryOf({ kind: 'signInSheet', activity: activity.id })}`
      return codeOf(await ask({ method: 'POST', path, token: staffToken, body: '姓名,手机号\n骑手,15400000001\n' }))
    },
  },
  evaluate: {
    'POST evaluations': async (state) => {
      const { activity, registration } = await scene(state, {
        activity: { ledger: 'service' },
        registration: { attendance: 'present', minutes: 60, minutesSource: 'entered' },
      })
      return codeOf(
        await post(`/activities/${activity.id}/evaluations`, { registrations: [registration.id], evaluation: 'good' }),
      )
    },
  },
  giveFeedback: {
    'POST feedback': async (state) => {
      const { registration, token } = await scene(state, { registration: { attendance: 'present' } })
      return codeOf(await post(`/registrations/${registration.id}/feedback`, { rating: 5 }, token))
    },
  },
  certify: {
    'POST certificates': async (state) => {
      const { activity } = await scene(state, {
        activity: { ledger: 'service' },
        registration: { attendance: 'present', minutes: 60, minutesSource: 'entered' },
      })
      return codeOf(await post('/certificates/issue', { activity: activity.id }))
    },
  },
  remind: { 'job messages': (state) => isSent(state, 'reminder2h', {}) },
  thank: { 'job messages': (state) => isSent(state, 'thanks', { attendance: 'present' }) },
  announce: { 'job messages': (state) => isSent(state, 'confirmed', {}) },
  tell: {
    'POST broadcasts': async (state) => {
      const { activity } = await scene(state)
      return codeOf(await post(`/activities/${activity.id}/broadcasts`, { audience: 'all', text: '请带雨具' }))
    },
    'POST broadcast-previews': async (state) => {
      const { activity } = await scene(state)
      return codeOf(await post(`/activities/${activity.id}/broadcast-previews`, { audience: 'all', text: '请带雨具' }))
    },
  },
  editFacts: { PATCH: editing({ description: '带好水杯' }) },
  editFollowing: {
    'POST following': async (state) => {
      const { activity: session } = await scene(state)
      const source = await makeActivity(payload, units.community, { title: '系列的首场' })
      const early = new Date(Date.now() - 30 * HOUR).toISOString()
      for (const [{ id }, more] of [
        [session, {}],
        [source, { startsAt: early }],
      ] as const)
        await payload.db.updateOne({
          collection: 'activities',
          id,
          data: { seriesKey: source.id, ...more },
          returning: false,
        })
      const answer = await post(`/activities/${source.id}/following`, { parts: ['title'] })
      const { sessions = [] } = answer.body as { sessions?: { outcome: string }[] }
      return yesOrNo(sessions[0]?.outcome === 'changed')
    },
  },
  editLedger: { PATCH: editing({ ledger: 'service' }) },
  editOutcome: { PATCH: editing({ outcome: { visits: 3 } }) },
  publish: { PATCH: editing({ status: 'published' }) },
  cancel: { PATCH: editing({ status: 'cancelled', cancelReason: '台风' }) },
  withdraw: { PATCH: editing({ status: 'draft' }) },
  delete: {
    DELETE: async (state, past) => {
      const { activity } = await scene(state, {
        isEmpty: !past.hasSignUps,
        registration: past.hasRecords ? { attendance: 'absent' } : {},
      })
      return codeOf(await ask({ method: 'DELETE', path: `/activities/${activity.id}`, token: staffToken }))
    },
  },
  copy: {
    'POST copies': async (state) => {
      const { activity } = await scene(state)
      return codeOf(await post(`/activities/${activity.id}/copies`, { startsAt: hoursFromNow(100) }))
    },
    'POST series': async (state) => {
      const { activity } = await scene(state)
      return codeOf(await post(`/activities/${activity.id}/series`, { rule: 'weekly', count: 1 }))
    },
  },
}

/** Whose answer hangs on who signed up and was recorded: tried with each. */
const BY_PAST: Deed[] = ['editLedger', 'cancel', 'withdraw', 'delete']

/** Of the faults that were found, those that a deed's cells keep from coming back. */
const FAULTS: Partial<Record<Deed, string>> = {
  withdraw: '[D6][F6]',
  approve: '[D35][F10]',
  refuse: '[D35]',
  signUpByHand: '[B-min cancelled activity]',
  announce: '[D6][D15]',
  editLedger: '[F5]',
  record: '[B-min cancelled activity]',
}

describe.each((Object.keys(DEEDS) as Deed[]).map((deed) => [deed, FAULTS[deed] ?? ''] as const))('%s %s', (deed) => {
  const cases = Object.keys(WAYS[deed]).flatMap((way) =>
    STATES.flatMap((state) =>
      (BY_PAST.includes(deed) ? Object.keys(PAST_OF) : ['nobody']).map((past) => [way, state, past] as const),
    ),
  )
  it.each(cases)('%s in %s, %s: as the table says', async (way, state, pastName) => {
    const past = PAST_OF[pastName] ?? { hasSignUps: false, hasRecords: false }
    const expected = refusalOf(deed, state, past)?.code ?? 'yes'
    const answered = await WAYS[deed][way]?.(state, past)
    expect(answered === 'no' && expected !== 'yes' ? expected : answered).toBe(expected)
  })
})

describe('nothing is done to an activity that the table does not know', () => {
  /**
   * Of each call: what it does to an activity; `reads` for what only shows, `person` for what is about a person
   * whatever becomes of activities.
   */
  const CALLS: Record<string, Deed[] | 'reads' | 'person'> = {
    listActivitiesCall: 'reads',
    getActivityCall: 'reads',
    listTargetsCall: 'reads',
    requestCodeCall: 'person',
    openSessionCall: 'person',
    registerCall: ['signUp'],
    signUpForAnotherCall: ['signUpForAnother'],
    candidatesCall: 'reads',
    searchDeskCall: 'reads',
    acceptOfferCall: ['acceptOffer'],
    decideCall: ['approve', 'refuse'],
    decideManyCall: ['approve', 'refuse'],
    cancelCall: ['cancelSignUp'],
    undoCancellationCall: ['undoCancellation'],
    holdersCall: 'reads',
    myAppointmentsCall: 'reads',
    vacanciesCall: 'reads',
    // Posts are no matter of an activity.
    appointCall: [],
    handOverPostCall: [],
    endAppointmentCall: [],
    confirmReportCall: [],
    reportInCall: 'person',
    showOwnNameCall: 'person',
    meCall: 'reads',
    myRegistrationsCall: 'reads',
    myDataCall: 'reads',
    eraseMeCall: 'person',
    changeMeCall: 'person',
    confirmContactCall: 'person',
    checkInCall: ['record'],
    checkOutCall: ['record'],
    walkInCall: ['walkIn'],
    checkInListCall: ['walkIn'],
    doorLinksCall: 'reads',
    makeDoorLinkCall: ['walkIn'],
    revokeDoorLinkCall: 'reads',
    openDoorCall: ['walkIn'],
    leaveDoorCall: 'person',
    helpersListCall: ['walkIn'],
    helperCheckInCall: ['walkIn', 'record'],
    signInSheetCall: ['signInSheet'],
    selfCheckInCodeCall: ['selfCheckIn'],
    selfCheckInCall: ['selfCheckIn'],
    copyActivityCall: ['copy'],
    posterCall: ['poster'],
    coverCall: 'reads',
    setCoverCall: ['editFacts'],
    takeCoverAwayCall: ['editFacts'],
    publishActivitiesCall: ['publish'],
    saveTemplateCall: ['copy'],
    // Makes one; what becomes of others is no matter of it.
    createFromTemplateCall: [],
    createRecurrenceCall: ['copy'],
    listRecurrenceCall: 'reads',
    editFollowingCall: ['editFollowing'],
    correctCall: ['correct'],
    evaluateCall: ['evaluate'],
    feedbackCall: ['giveFeedback'],
    requestCorrectionCall: 'person',
    answerCorrectionCall: ['correct'],
    issueCertificatesCall: ['certify'],
    revokeCertificateCall: 'person',
    mergePeopleCall: 'person',
    certificateFileCall: 'reads',
    myCertificatesCall: 'reads',
    verifyCertificateCall: 'reads',
    exportAnswersCall: 'reads',
    previewParticipationsCall: 'reads',
    exportAuditCall: 'reads',
    exportCertificatesCall: 'reads',
    exportParticipationsCall: 'reads',
    calendarEntryCall: 'reads',
    previewBroadcastCall: ['tell'],
    sendBroadcastCall: ['tell'],
    receiveImportCall: ['importSheet'],
    viewImportCall: 'reads',
    checkImportCall: 'reads',
    runImportCall: ['importSheet'],
    undoImportCall: ['correct'],
    abandonImportCall: 'reads',
    importTemplateCall: 'reads',
    exportStatisticsCall: 'reads',
    invitationCall: 'reads',
    securityCall: 'reads',
    acceptInvitationCall: 'person',
    beginSecondFactorCall: 'person',
    confirmSecondFactorCall: 'person',
    endSecondFactorCall: 'person',
    endSessionsCall: 'person',
    colleaguesCall: 'reads',
    handoverCall: 'reads',
    // Whoever is responsible, an activity is as it was.
    handOverCall: [],
    firstAccountCall: 'person',
    inviteAgainCall: 'person',
    renewRecoveryCodesCall: 'person',
  }
  const JOB_DEEDS: Record<string, Deed[] | 'keeps house'> = {
    offers: ['moveUp'],
    'message-planning': ['remind', 'thank', 'announce', 'correct', 'tell'],
    messages: ['remind', 'thank', 'announce', 'correct', 'tell', 'approve', 'signUp'],
    digests: 'keeps house',
    news: 'keeps house',
    imports: ['importSheet', 'correct'],
    invitations: 'keeps house',
    merges: 'keeps house',
    covers: 'keeps house',
    leftovers: 'keeps house',
    'idempotency-keys': 'keeps house',
    erasures: 'keeps house',
    targets: 'keeps house',
    appointments: 'keeps house',
    retention: 'keeps house',
  }

  test('every call is in the list, and every deed has its ways', () => {
    expect(Object.keys(calls).filter((name) => !(name in CALLS))).toEqual([])
    expect(Object.keys(WAYS).sort()).toEqual(Object.keys(DEEDS).sort())
  })
  test('every job is in the list', () =>
    expect(JOBS.map(({ name }) => name).filter((name) => !(name in JOB_DEEDS))).toEqual([]))
})

describe('a cancellation by hand says why, however it is sent [F7]', () => {
  const edit = (path: string, body: object) =>
    ask({ method: 'PATCH', path: `/activities${path}`, body, token: staffToken })
  const refused = {
    status: 400,
    body: {
      errors: [
        expect.objectContaining({
          data: expect.objectContaining({
            code: 'invalid-input',
            fields: { cancelReason: expect.stringContaining('取消原因') },
          }),
        }),
      ],
    },
  }

  const storedActivity = ({ id }: Activity): Promise<Activity> =>
    payload.findByID({ collection: 'activities', id, depth: 0, overrideAccess: true })

  test.each([{}, { cancelReason: '' }, { cancelReason: null }, { cancelReason: ' 雨 ' }])(
    'not with %j',
    async (reason) => {
      const { activity } = await scene('open')
      expect(await edit(`/${activity.id}`, { status: 'cancelled', ...reason })).toMatchObject(refused)
      const answer = await edit(queryOf({ where: { id: { equals: activity.id } } }), { status: 'cancelled', ...reason })
      expect(answer).toMatchObject({ status: 400, body: { docs: [], errors: [{ id: activity.id }] } })
      expect((await storedActivity(activity)).status).toBe('published')
    },
  )

  test('the reason stays as long as the cancellation, and goes with it: the next one says its own', async () => {
    const { activity } = await scene('open')
    const many = queryOf({ where: { id: { equals: activity.id } } })
    expect((await edit(many, { status: 'cancelled', cancelReason: '台风' })).status).toBe(200)
    expect(await edit(`/${activity.id}`, { cancelReason: '' })).toMatchObject(refused)
    expect((await edit(`/${activity.id}`, { place: '二号楼' })).status).toBe(200)
    expect((await storedActivity(activity)).cancelReason).toBe('台风')
    // Somebody was signed up, and the place is another by now.
    const resumed = { status: 'published', changeReason: '换了场地' }
    expect((await edit(`/${activity.id}`, resumed)).status).toBe(200)
    expect((await storedActivity(activity)).cancelReason).toBeNull()
    expect(await edit(`/${activity.id}`, { status: 'cancelled' })).toMatchObject(refused)
  })

  test('one that was recorded without is edited as before', async () => {
    const { activity } = await scene('cancelled')
    await payload.db.updateOne({
      collection: 'activities',
      id: activity.id,
      data: { cancelReason: null },
      returning: false,
    })
    expect((await edit(`/${activity.id}`, { place: '二号楼' })).status).toBe(200)
  })
})

describe('an offer and a cancellation [D15]', () => {
  test('the offer ends with it, whoever had it stands in line again, and nothing is said but that', async () => {
    const activity = await makeActivity(payload, units.community, {
      capacity: 1,
      startsAt: hoursFromNow(1),
      endsAt: hoursFromNow(3),
    })
    await makeRegistration(payload, activity, await makePerson(payload))
    const second = await makeRegistration(payload, activity, await makePerson(payload))
    await ask({ method: 'PATCH', path: `/activities/${activity.id}`, body: { capacity: 2 }, token: staffToken })
    expect((await stored(second)).status).toBe('offered')
    expect(
      (
        await ask({
          method: 'PATCH',
          path: `/activities/${activity.id}`,
          body: { status: 'cancelled', cancelReason: '停电' },
          token: staffToken,
        })
      ).status,
    ).toBe(200)
    expect(await stored(second)).toMatchObject({ status: 'waitlisted', sequence: 2, offerExpiresAt: null })
    const later = new Date(Date.now() + HOUR / 2)
    await moveOffersOn(await app.req(), later)
    await planMessages(await app.req(), later)
    const { docs } = await payload.find({
      collection: 'messages',
      where: { registration: { equals: second.id } },
      overrideAccess: true,
    })
    expect(docs.map(({ kind }) => kind)).toEqual(['activityCancelled'])
    // Called off by mistake: the seat is offered again, in the same order.
    await ask({ method: 'PATCH', path: `/activities/${activity.id}`, body: { status: 'published' }, token: staffToken })
    expect((await stored(second)).status).toBe('offered')
  })

  test('a lapse says that the next one has the seat only if there is one', async () => {
    const activity = await makeActivity(payload, units.community, {
      capacity: 1,
      startsAt: hoursFromNow(1),
      endsAt: hoursFromNow(3),
    })
    const first = await makeRegistration(payload, activity, await makePerson(payload))
    const second = await makeRegistration(payload, activity, await makePerson(payload))
    await ask({ method: 'DELETE', path: `/registrations/${first.id}`, token: staffToken })
    await put(second, { offerExpiresAt: hoursFromNow(-0.1) })
    await moveOffersOn(await app.req(), new Date())
    expect((await stored(second)).history).toEqual(
      expect.arrayContaining([expect.objectContaining({ what: 'lapsed', reason: '保留期内未确认，名额不再保留' })]),
    )
  })
})

describe('the line after the start [D26]', () => {
  test('a free seat is for whoever comes, also for one who waited; who is left hears that the line is over, once', async () => {
    const activity = await makeActivity(payload, units.community, {
      capacity: 1,
      registrationClosesAt: hoursFromNow(5),
    })
    const first = await makeRegistration(payload, activity, await makePerson(payload))
    const [waits, comes] = [await makePerson(payload), await makePerson(payload)]
    const [left, again] = [
      await makeRegistration(payload, activity, waits),
      await makeRegistration(payload, activity, await makePerson(payload)),
    ]
    await putInto('runningOpen', activity)
    await ask({ method: 'DELETE', path: `/registrations/${first.id}`, token: staffToken })
    const join = async (person: Person) =>
      (await post(`/activities/${activity.id}/registrations`, {}, await tokenOf(payload, person))).body as {
        status?: string
        code?: string
      }
    expect(await join(waits)).toMatchObject({ status: 'confirmed' })
    expect(await join(comes)).toMatchObject({ code: 'full' })
    for (let run = 0; run < 2; run += 1) await planMessages(await app.req(), new Date())
    const told = await payload.find({
      collection: 'messages',
      where: { and: [{ activity: { equals: activity.id } }, { kind: { equals: 'lineClosed' } }] },
      overrideAccess: true,
      depth: 0,
    })
    expect(told.docs.map(({ registration }) => registration)).toEqual([again.id])
    expect((await stored(left)).status).toBe('confirmed')
    const seen = await ask({
      path: '/me/registrations',
      token: await tokenOf(payload, { id: String((await stored(again)).person) }),
    })
    expect(
      (seen.body as { position: unknown; isLineClosed: unknown }[]).map(({ position, isLineClosed }) => [
        position,
        isLineClosed,
      ]),
    ).toEqual([[null, true]])
  })
})

test('the 51st in line gets the seat that fits [D32]', async () => {
  const activity = await makeActivity(payload, units.community, {
    capacity: 4,
    partyLimit: 2,
    startsAt: hoursFromNow(50),
    endsAt: hoursFromNow(52),
  })
  const holders = []
  for (let n = 0; n < 4; n += 1) holders.push(await makeRegistration(payload, activity, await makePerson(payload)))
  for (let n = 0; n < 50; n += 1) await makeRegistration(payload, activity, await makePerson(payload), { size: 2 })
  const single = await makeRegistration(payload, activity, await makePerson(payload))
  await ask({ method: 'DELETE', path: `/registrations/${holders[0]?.id}`, token: staffToken })
  expect((await stored(single)).status).toBe('confirmed')
})

test('a walk-in of somebody corrected to absent says so, and changes nothing', async () => {
  const { activity, registration, person } = await scene('running')
  await put(registration, { attendance: 'present' })
  await post(`/registrations/${registration.id}/corrections`, { attendance: 'absent', reason: '登记错人' })
  const { phone } = await payload.findByID({ collection: 'people', id: person.id, overrideAccess: true })
  expect(codeOf(await post(`/activities/${activity.id}/walk-ins`, { name: person.name, phone, consent: true }))).toBe(
    'attendance-recorded',
  )
  expect((await stored(registration)).attendance).toBe('absent')
})

test('one poisoned row stops no job', async () => {
  const [bad, good] = [await scene('open'), await scene('open')]
  for (const { registration } of [bad, good])
    await put(registration, { status: 'offered', offerExpiresAt: hoursFromNow(-1) })
  await put(bad.registration, { counted: '{"taken":', offerExpiresAt: hoursFromNow(-2) })
  await moveOffersOn(await app.req(), new Date())
  expect((await stored(good.registration)).status).toBe('cancelled')
  await put(bad.registration, { counted: null })
})

describe('what an edit says and leaves behind', () => {
  test('the form goes on with the counters as they stand after it [m4]', async () => {
    const activity = await makeActivity(payload, units.community, { capacity: 1 })
    for (let n = 0; n < 3; n += 1) await makeRegistration(payload, activity, await makePerson(payload))
    const { body } = await ask({
      method: 'PATCH',
      path: `/activities/${activity.id}`,
      body: { capacity: 3 },
      token: staffToken,
    })
    expect((body as { doc: object }).doc).toMatchObject({ taken: 3, waiting: 0, free: 0 })
  })

  test('visits and matters: the trail holds what they were before [F13]', async () => {
    const { activity } = await scene('ended', {
      activity: { line: 'pairing', theme: null, partnerUnit: units.firm.id },
    })
    for (const visits of [45, 200])
      await ask({
        method: 'PATCH',
        path: `/activities/${activity.id}`,
        body: { outcome: { visits } },
        token: staffToken,
      })
    const { docs } = await payload.find({
      collection: 'audit',
      where: { and: [{ subject: { equals: activity.id } }, { action: { equals: 'changed' } }] },
      overrideAccess: true,
    })
    expect(docs.map(({ details }) => (details as { changes?: { visits?: unknown } }).changes?.visits)).toEqual(
      expect.arrayContaining([{ before: 45, after: 200 }]),
    )
  })

  test('what an activity is recorded as goes with its line where it is left out [F16]', async () => {
    const body = {
      title: '入户走访',
      line: 'visiting',
      unit: units.community.id,
      startsAt: hoursFromNow(24),
      endsAt: hoursFromNow(26),
      place: '一号楼',
      status: 'draft',
    }
    expect(((await post('/activities', body)).body as { doc: object }).doc).toMatchObject({ ledger: 'service' })
    expect(
      ((await post('/activities', { ...body, ledger: 'participation' })).body as { doc: object }).doc,
    ).toMatchObject({ ledger: 'participation' })
  })

  test('somebody without a seat is cancelled with a reason that they read [F18]', async () => {
    const { registration } = await scene('open')
    await ask({
      method: 'DELETE',
      path: `/registrations/${registration.id}`,
      token: staffToken,
      body: { reason: '本人来电取消' },
    })
    expect((await stored(registration)).history).toEqual(
      expect.arrayContaining([expect.objectContaining({ what: 'cancelled', reason: '本人来电取消' })]),
    )
  })

  test('whoever came in from elsewhere with a seat is not told that they have one [m11]', async () => {
    const { activity, registration } = await scene('open', { registration: { history: null } })
    await post('/check-ins', {
      items: [
        {
          clientId: 'a',
          activity: activity.id,
          registration: registration.id,
          at: new Date().toISOString(),
          method: 'scan',
        },
      ],
    })
    expect((await stored(registration)).history ?? []).toEqual([])
  })
})

describe('the public list [F17]', () => {
  test('opens on what is to come, the soonest first; the past and all are asked for, or their days are', async () => {
    const at = (days: number) => ({
      startsAt: hoursFromNow(24 * days),
      endsAt: hoursFromNow(24 * days + 1),
      registrationClosesAt: hoursFromNow(24 * days),
    })
    const made: Record<string, string> = {}
    for (const days of [9, -3, 2, -8]) made[(await makeActivity(payload, units.firm, at(days))).id] = String(days)
    const list = async (query: string) =>
      (
        (await ask({ path: `/public/activities?unit=${units.firm.id}${query}` })).body as { docs: { id: string }[] }
      ).docs.map(({ id }) => made[id])
    expect(await list('')).toEqual(['2', '9'])
    expect(await list('&when=past')).toEqual(['-3', '-8'])
    expect(await list('&when=all')).toEqual(['9', '2', '-3', '-8'])
    expect(await list(`&to=${hoursFromNow(24 * 3).slice(0, 10)}`)).toEqual(['2', '-3', '-8'])
  })
})

test('a sign-up and a withdrawal to draft at once: never both [D6][F6]', async () => {
  for (let n = 0; n < 12; n += 1) {
    const activity = await makeActivity(payload, units.community, { approval: n % 2 === 0 })
    const token = await tokenOf(payload, await makePerson(payload))
    await Promise.all([
      post(`/activities/${activity.id}/registrations`, {}, token),
      ask({ method: 'PATCH', path: `/activities/${activity.id}`, body: { status: 'draft' }, token: staffToken }),
    ])
    const { totalDocs } = await payload.count({
      collection: 'registrations',
      where: { activity: { equals: activity.id } },
      overrideAccess: true,
    })
    const { status } = await payload.findByID({
      collection: 'activities',
      id: activity.id,
      depth: 0,
      overrideAccess: true,
    })
    expect(totalDocs > 0 && status === 'draft').toBe(false)
  }
})

test('an offer is told before a hundred older letters [B-min offers first]', async () => {
  const now = new Date('2026-06-10T03:00:00.000Z')
  const offered = { n: 1, at: now.toISOString(), what: 'offered', reason: '轮到第 2 号', by: 'system' }
  const { activity, person, registration } = await scene('open', {
    now,
    registration: {
      status: 'offered',
      offerExpiresAt: new Date(now.getTime() + HOUR).toISOString(),
      history: [offered],
    },
  })
  const letter = async (key: string, kind: string, minutesAgo: number) => {
    const at = new Date(now.getTime() - minutesAgo * 60_000).toISOString()
    const data = {
      key: `${key}:${registration.id}`,
      kind,
      reference: '1',
      registration: registration.id,
      activity: activity.id,
      person: person.id,
      unit: units.community.id,
      state: 'waiting',
      dueAt: at,
      attempts: 0,
      doubts: 0,
      createdAt: at,
      updatedAt: at,
    }
    return String((await payload.db.create({ collection: 'messages', data })).id)
  }
  const older: string[] = []
  for (let n = 0; n < 110; n += 1) older.push(await letter(`old-${n}`, 'reminder24h', 60))
  const offer = await letter('offer', 'offered', 1)
  await sendMessages(await app.req(), now)
  const stateOf = async (id: string) =>
    (await payload.findByID({ collection: 'messages', id, depth: 0, overrideAccess: true })).state
  expect(await stateOf(offer)).toBe('sent')
  expect((await Promise.all(older.map(stateOf))).filter((state) => state === 'waiting').length).toBeGreaterThan(0)
})

test('what goes wrong with the seats that a sign-up frees is not told as a sign-up that failed [B-min after a written group]', async () => {
  const activity = await makeActivity(payload, units.community, { capacity: 2, partyLimit: 2 })
  await makeRegistration(payload, activity, await makePerson(payload))
  await makeRegistration(payload, activity, await makePerson(payload), { size: 2 })
  const end = await refuseNewSeats(payload, activity.id)
  const answer = await post(
    `/activities/${activity.id}/registrations`,
    {},
    await tokenOf(payload, await makePerson(payload)),
  )
  await end()
  expect([answer.status, (answer.body as { status?: string }).status]).toEqual([201, 'waitlisted'])
})

test('edits and removals of many by a filter meet the same table, each activity by itself [D6][F5]', async () => {
  const [signedUp, empty] = [await scene('open'), await scene('open', { isEmpty: true })]
  const { registration } = await scene('ended', { registration: { attendance: 'absent' } })
  const of = (ids: string[]): string => `?${ids.map((id, index) => `where[id][in][${index}]=${id}`).join('&')}`
  const both = [signedUp.activity.id, empty.activity.id]
  const drafted = await ask({
    method: 'PATCH',
    path: `/activities${of(both)}`,
    body: { status: 'draft' },
    token: staffToken,
  })
  expect((drafted.body as { docs: { id: string }[] }).docs.map(({ id }) => id)).toEqual([empty.activity.id])
  const deleted = await ask({ method: 'DELETE', path: `/activities${of(both)}`, token: staffToken })
  expect((deleted.body as { docs: { id: string }[] }).docs.map(({ id }) => id)).toEqual([empty.activity.id])
  const switched = await ask({
    method: 'PATCH',
    path: `/activities${of([String((await stored(registration)).activity)])}`,
    body: { ledger: 'service' },
    token: staffToken,
  })
  expect(switched.body as { docs: unknown[]; errors: unknown[] }).toMatchObject({
    docs: [],
    errors: [expect.anything()],
  })
})
