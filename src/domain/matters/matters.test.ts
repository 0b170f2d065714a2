import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { AppError } from '../shared/AppError.ts'
import { DAY_MS, HOUR_MS } from '../shared/calendar.ts'
import type { MatterState } from './vocabulary.ts'
import {
  dueMarks,
  isCounted,
  isInTime,
  nextMarkAt,
  replay,
  report,
  takeStep,
  type Actor,
  type Handler,
  type Matter,
  type MatterEvent,
  type Report,
} from './matters.ts'

const staff = (id: string, unit: string, level: 0 | 1 | 2 | 3): Actor => ({ as: 'staff', id, unit, level })
const RAISER: Actor = { as: 'raiser' }
const TIME: Actor = { as: 'time' }
const HEAD: Actor = { as: 'appointee', id: 'head', appointment: 'head of grid 1' }
const COMMUNITY = staff('community', 'community', 1)
const COLLEAGUE = staff('colleague', 'community', 1)
const ELSEWHERE = staff('elsewhere', 'other community', 1)
const TOWN = staff('town', 'town', 2)
const COUNTY = staff('county', 'county', 3)
const BUREAU = staff('bureau', 'bureau', 0)
const TO_HEAD: Handler = { unit: 'community', appointment: 'head of grid 1', isBureau: false }
const TO_COMMUNITY: Handler = { unit: 'community', appointment: null, isBureau: false }
const TO_BUREAU: Handler = { unit: 'bureau', appointment: null, isBureau: true }

const MORNING = '2026-06-01T01:00:00.000Z'
const later = (ms: number, from = MORNING): string => new Date(Date.parse(from) + ms).toISOString()
const FACTS: Report = {
  kind: 'demand',
  complexity: 'ordinary',
  externalDueAt: null,
  reviewOn: null,
  owner: 'community',
  foundAt: MORNING,
  hasRaiser: true,
  against: null,
}

/** Steps an hour apart. */
function live(steps: [MatterEvent, Actor, string?][], facts: Partial<Report> = {}): Matter {
  return steps.reduce<Matter>(
    (matter, [event, by, at], index) => takeStep(matter, { at: at ?? later((index + 1) * HOUR_MS), by, event }),
    report({ ...FACTS, ...facts }, MORNING),
  )
}
function refusalOf(...given: Parameters<typeof live>): string | null {
  try {
    live(...given)
    return null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.message).toMatch(/[\u4e00-\u9fff].*。$/)
    return error.code
  }
}

const assign: MatterEvent = { type: 'assign', handler: TO_HEAD }
const solve: MatterEvent = { type: 'solve', answer: '路灯已修好' }
const giveBack: MatterEvent = { type: 'return', reason: '不归本网格', instead: '二网格' }
const deny: MatterEvent = { type: 'deny', reason: '没有修' }
const confirm: MatterEvent = { type: 'confirm', satisfaction: 'yes' }
const ask: MatterEvent = { type: 'askExtension', until: later(3 * DAY_MS), reason: '等配件' }
const atOnce: MatterEvent = { type: 'handleAtOnce', answer: '已劝和', unit: 'grid 1' }
const propose: MatterEvent = { type: 'proposeDecline', reason: '不属受理范围' }
const decline: MatterEvent = { type: 'decline', reason: '不属受理范围' }
const reopen: MatterEvent = { type: 'reopen', reason: '又坏了' }

describe('the ways of a matter', () => {
  test('reported, handed out, accepted, solved, confirmed', () => {
    const matter = live([
      [assign, COMMUNITY],
      [{ type: 'accept' }, HEAD],
      [solve, HEAD],
      [confirm, RAISER],
    ])
    expect(matter).toMatchObject({ state: 'closed', outcome: 'solved', satisfaction: 'yes', confirmedBy: 'raiser' })
    expect([isInTime(matter), isCounted(matter), nextMarkAt(matter)]).toEqual([true, true, null])
  })

  test('three firsts: reported and dealt with in one breath; a dispute counts by the community’s word alone', () => {
    const dispute = { kind: 'dispute' as const }
    expect(
      isCounted(
        live(
          [
            [atOnce, HEAD],
            [confirm, RAISER],
          ],
          dispute,
        ),
      ),
    ).toBe(false)
    expect(
      isCounted(
        live(
          [
            [atOnce, HEAD],
            [confirm, COMMUNITY],
          ],
          dispute,
        ),
      ),
    ).toBe(true)
    expect(nextMarkAt(live([[atOnce, HEAD]], dispute))).toBeNull()
    expect(
      isCounted(
        live([
          [atOnce, HEAD],
          [confirm, RAISER],
        ]),
      ),
    ).toBe(true)
  })

  test('silence ends the waiting after five workdays, and says so', () => {
    const waiting: [MatterEvent, Actor, string?][] = [
      [assign, COMMUNITY],
      [solve, HEAD],
    ]
    // Solved on Monday 1 June 2026.
    const from = '2026-06-08T16:00:00.000Z'
    expect(nextMarkAt(live(waiting))).toBe(from)
    expect(live([...waiting, [{ type: 'fallSilent' }, TIME, from]])).toMatchObject({
      state: 'closed',
      satisfaction: 'silent',
    })
    expect(refusalOf([...waiting, [{ type: 'fallSilent' }, TIME, later(-1, from)]])).toBe('matter-moved-on')
  })

  test('a return goes back to be handed out, the term runs on, and the owner stays', () => {
    const before = live([[assign, COMMUNITY]])
    const after = live([
      [assign, COMMUNITY],
      [giveBack, HEAD],
    ])
    expect(after).toMatchObject({ state: 'reported', handler: null, owner: 'community', dueAt: before.dueAt })
  })

  test('an extension moves the term, keeps the first one, and counts as in time', () => {
    const granted: [MatterEvent, Actor, string?][] = [
      [assign, COMMUNITY],
      [ask, HEAD],
      [{ type: 'answerExtension', isGranted: true }, TOWN],
    ]
    const matter = live([...granted, [solve, HEAD, later(2 * DAY_MS)], [confirm, RAISER, later(3 * DAY_MS)]])
    expect(matter.firstDueAt).toBe('2026-06-01T15:59:59.999Z')
    expect([matter.dueAt, isInTime(matter)]).toEqual([later(3 * DAY_MS), true])
    const refused = live([
      [assign, COMMUNITY],
      [ask, HEAD],
      [{ type: 'answerExtension', isGranted: false }, TOWN],
      [solve, HEAD, later(2 * DAY_MS)],
      [confirm, RAISER, later(3 * DAY_MS)],
    ])
    expect(isInTime(refused)).toBe(false)
  })

  test('the third “no” goes up, to be handed out anew by the level above', () => {
    const round: [MatterEvent, Actor][] = [
      [solve, HEAD],
      [deny, RAISER],
    ]
    expect(live([[assign, COMMUNITY], ...round, ...round])).toMatchObject({ state: 'assigned', level: 1, round: 3 })
    expect(live([[assign, COMMUNITY], ...round, ...round, ...round])).toMatchObject({
      state: 'reported',
      level: 2,
      round: 4,
      handler: null,
    })
  })

  test('closing early buys nothing: a reopened matter is never in time', () => {
    const matter = live([
      [assign, COMMUNITY],
      [solve, HEAD],
      [confirm, RAISER],
      [reopen, RAISER],
      [solve, HEAD],
      [confirm, RAISER],
    ])
    expect([matter.round, isCounted(matter), isInTime(matter)]).toEqual([2, true, false])
  })

  test('closed without being solved counts for nothing', () => {
    for (const outcome of ['explained', 'referred', 'duplicate'] as const)
      expect(isCounted(live([[{ type: 'close', outcome, reason: '已说明' }, COMMUNITY]]))).toBe(false)
    expect(isCounted(live([[{ type: 'close', outcome: 'withdrawn', reason: '不用了' }, RAISER]]))).toBe(false)
    expect(
      live([
        [propose, COMMUNITY],
        [decline, TOWN],
      ]),
    ).toMatchObject({ state: 'closed', outcome: 'declined' })
  })

  test('classed complex before the ordinary term ends, with a term from the report', () => {
    const event: MatterEvent = { type: 'assign', handler: TO_HEAD, complexBecause: '须多部门协调' }
    expect(live([[event, COMMUNITY]])).toMatchObject({ complexity: 'complex', dueAt: '2026-06-16T15:59:59.999Z' })
    expect(refusalOf([[event, COMMUNITY, later(DAY_MS)]])).toBe('classed-too-late')
    expect(refusalOf([[event, TIME]])).toBe('matter-not-yours')
  })
})

describe('marks', () => {
  test('each once a round, in their order; being late raises it', () => {
    const facts: Partial<Report> = {}
    let matter = report({ ...FACTS, ...facts }, MORNING)
    const made: [string, string, number][] = []
    for (let at = nextMarkAt(matter); at !== null; at = nextMarkAt(matter))
      for (const mark of dueMarks(matter, at)) {
        matter = takeStep(matter, { at, by: TIME, event: { type: 'mark', mark } })
        made.push([mark, at, matter.level])
      }
    expect(made).toEqual([
      ['unclaimed', '2026-06-01T03:00:00.000Z', 1],
      ['dueSoon', '2026-06-01T13:59:59.999Z', 1],
      ['overdue', '2026-06-01T16:00:00.000Z', 2],
      ['longOverdue', '2026-06-08T16:00:00.000Z', 3],
    ])
    const [first] = made
    expect(() =>
      takeStep(matter, { at: String(first?.[1]), by: TIME, event: { type: 'mark', mark: 'unclaimed' } }),
    ).toThrow(AppError)
  })
  test('a matter that somebody accepted is not unclaimed; one that is solved has none', () => {
    expect(
      dueMarks(
        live([
          [assign, COMMUNITY],
          [{ type: 'accept' }, HEAD],
        ]),
        later(4 * HOUR_MS),
      ),
    ).toEqual([])
    expect(
      dueMarks(
        live([
          [assign, COMMUNITY],
          [solve, HEAD],
        ]),
        later(30 * DAY_MS),
      ),
    ).toEqual([])
  })
})

describe('what gains nobody anything is refused', () => {
  test.each<[string, Parameters<typeof live>, string]>([
    [
      'a second return',
      [
        [
          [assign, COMMUNITY],
          [giveBack, HEAD],
          [assign, COMMUNITY],
          [giveBack, HEAD],
        ],
      ],
      'return-spent',
    ],
    [
      'a late return',
      [
        [
          [assign, COMMUNITY],
          [giveBack, HEAD, later(3 * DAY_MS)],
        ],
      ],
      'return-lapsed',
    ],
    [
      'the solver’s own word on a complex matter',
      [
        [
          [{ type: 'assign', handler: TO_COMMUNITY }, TOWN],
          [solve, COMMUNITY],
          [confirm, COMMUNITY],
        ],
        { hasRaiser: false, complexity: 'complex' },
      ],
      'second-person-needed',
    ],
    [
      'staff’s word where the raiser can be asked',
      [
        [
          [assign, COMMUNITY],
          [solve, HEAD],
          [confirm, TOWN],
        ],
      ],
      'matter-not-yours',
    ],
    [
      'an extension granted by those who work',
      [
        [
          [{ type: 'assign', handler: TO_COMMUNITY }, COMMUNITY],
          [ask, COMMUNITY],
          [{ type: 'answerExtension', isGranted: true }, COLLEAGUE],
        ],
      ],
      'level-above-needed',
    ],
    [
      'an extension granted to oneself',
      [
        [
          [{ type: 'assign', handler: { ...TO_COMMUNITY, unit: 'county' } }, COUNTY],
          [ask, COUNTY],
          [{ type: 'answerExtension', isGranted: true }, COUNTY],
        ],
      ],
      'second-person-needed',
    ],
    [
      'a second extension',
      [
        [
          [assign, COMMUNITY],
          [ask, HEAD],
          [{ type: 'answerExtension', isGranted: false }, TOWN],
          [ask, HEAD],
        ],
      ],
      'extension-spent',
    ],
    [
      'an extension to an earlier day',
      [
        [
          [assign, COMMUNITY],
          [{ ...ask, until: MORNING }, HEAD],
        ],
      ],
      'invalid-input',
    ],
    [
      'declining alone',
      [
        [
          [propose, COUNTY],
          [decline, COUNTY],
        ],
      ],
      'second-person-needed',
    ],
    ['declining at once', [[[decline, TOWN]]], 'second-person-needed'],
    [
      'declining by a colleague',
      [
        [
          [propose, COMMUNITY],
          [decline, COLLEAGUE],
        ],
      ],
      'level-above-needed',
    ],
    ['handing it to the one complained of', [[[assign, COMMUNITY]], { against: 'community' }], 'handler-complained-of'],
    ['settling what is said of oneself', [[[atOnce, HEAD]], { against: 'grid 1' }], 'handler-complained-of'],
    ['a bureau before it was raised', [[[{ type: 'assign', handler: TO_BUREAU }, COMMUNITY]]], 'raise-first'],
    ['a bureau’s word where it does not work', [[[{ type: 'raise', reason: '需部门' }, BUREAU]]], 'matter-not-yours'],
    ['another community', [[[assign, ELSEWHERE]]], 'matter-not-yours'],
    [
      'solving what another was given',
      [
        [
          [assign, COMMUNITY],
          [solve, COMMUNITY],
        ],
      ],
      'matter-not-yours',
    ],
    [
      'raising above the county',
      [
        [
          [{ type: 'raise', reason: '难' }, TOWN],
          [{ type: 'raise', reason: '难' }, TOWN],
          [{ type: 'raise', reason: '难' }, COUNTY],
        ],
      ],
      'matter-moved-on',
    ],
    [
      'a raiser who comes back too late',
      [
        [
          [assign, COMMUNITY],
          [solve, HEAD],
          [confirm, RAISER],
          [reopen, RAISER, later(17 * DAY_MS)],
        ],
      ],
      'reopen-lapsed',
    ],
    [
      'the owner who reopens',
      [
        [
          [assign, COMMUNITY],
          [solve, HEAD],
          [confirm, RAISER],
          [reopen, COMMUNITY],
        ],
      ],
      'level-above-needed',
    ],
    [
      'a step of a matter that is closed',
      [
        [
          [assign, COMMUNITY],
          [solve, HEAD],
          [confirm, RAISER],
          [solve, HEAD],
        ],
      ],
      'matter-moved-on',
    ],
    [
      'accepting twice',
      [
        [
          [assign, COMMUNITY],
          [{ type: 'accept' }, HEAD],
          [{ type: 'accept' }, HEAD],
        ],
      ],
      'matter-moved-on',
    ],
    ['a new date where there is nothing to wait for', [[[{ type: 'redate' }, TIME]]], 'matter-moved-on'],
  ])('%s', (_, life, code) => {
    expect(refusalOf(...life)).toBe(code)
  })

  test('a bureau works on what the town gives it', () => {
    expect(
      live([
        [{ type: 'raise', reason: '需部门' }, COMMUNITY],
        [{ type: 'assign', handler: TO_BUREAU }, TOWN],
        [solve, BUREAU],
      ]),
    ).toMatchObject({ state: 'solved', level: 2, owner: 'community' })
  })
})

const raise: MatterEvent = { type: 'raise', reason: '办不了' }
const MARKED: [MatterEvent, Actor[]][] = (['unclaimed', 'dueSoon', 'overdue', 'longOverdue'] as const).map((mark) => [
  { type: 'mark', mark },
  [TIME],
])
/** The steps that each state waits for, with those who would take them; now and then anybody tries anything. */
const NATURAL: Record<MatterState, [MatterEvent, Actor[]][]> = {
  reported: [
    [assign, [COMMUNITY, TOWN, TIME]],
    [assign, [COMMUNITY, TOWN, TIME]],
    [{ type: 'assign', handler: TO_COMMUNITY, complexBecause: '须多部门协调' }, [COMMUNITY, TOWN]],
    [{ type: 'assign', handler: TO_BUREAU }, [TOWN, COUNTY]],
    [atOnce, [HEAD]],
    [raise, [COMMUNITY, TOWN]],
    [{ type: 'close', outcome: 'explained', reason: '已说明' }, [COMMUNITY]],
    [{ type: 'close', outcome: 'withdrawn', reason: '不用了' }, [RAISER]],
    [propose, [COMMUNITY, TOWN]],
    [decline, [TOWN, COUNTY]],
    ...MARKED,
  ],
  assigned: [
    [{ type: 'accept' }, [HEAD, COMMUNITY, BUREAU]],
    [giveBack, [HEAD, COMMUNITY, BUREAU]],
    [ask, [HEAD, COMMUNITY, BUREAU]],
    [{ type: 'answerExtension', isGranted: true }, [TOWN, COUNTY]],
    [{ type: 'answerExtension', isGranted: false }, [TOWN, COUNTY]],
    [solve, [HEAD, COMMUNITY, BUREAU]],
    [solve, [HEAD, COMMUNITY, BUREAU]],
    [raise, [COMMUNITY, TOWN]],
    [propose, [COMMUNITY, TOWN]],
    [decline, [TOWN, COUNTY]],
    ...MARKED,
  ],
  solved: [
    [confirm, [RAISER, COMMUNITY, COLLEAGUE]],
    [deny, [RAISER, TOWN]],
    [deny, [RAISER, TOWN]],
    [{ type: 'fallSilent' }, [TIME]],
  ],
  closed: [[reopen, [RAISER, TOWN]]],
}
const EVERYTHING = Object.values(NATURAL).flat()
const ANYBODY = [RAISER, TIME, HEAD, COMMUNITY, COLLEAGUE, ELSEWHERE, TOWN, COUNTY, BUREAU]
/** From state to state; a step that changes none stays where it is. */
const WAYS = [
  'reported assigned',
  'reported solved',
  'reported closed',
  'assigned reported',
  'assigned solved',
  'assigned closed',
  'solved assigned',
  'solved reported',
  'solved closed',
  'closed assigned',
  'closed reported',
]

/** The rules that are broken after a step. Plain comparisons: a million calls of `expect` would take minutes. */
function faultsOf(before: Matter, after: Matter, by: Actor, { type }: MatterEvent): string[] {
  const { foundAt, reportedAt, assignedAt, acceptedAt, solvedAt, closedAt, state, outcome, handler, level } = after
  const known = [foundAt, reportedAt, assignedAt, acceptedAt, solvedAt, closedAt].filter((time) => time !== null)
  const id = 'id' in by ? by.id : null
  const isSolved = outcome === 'solved'
  const rules: Record<string, boolean> = {
    'a way that exists': before.state === state || WAYS.includes(`${before.state} ${state}`),
    'an owner always': after.owner === FACTS.owner,
    'times in order': known.every((time, index) => index === 0 || String(known[index - 1]) <= time),
    'a handler while it is worked on': state === 'reported' || state === 'closed' || handler !== null,
    'handed out before it is accepted': acceptedAt === null || assignedAt !== null,
    'accepted before it is solved': solvedAt === null || acceptedAt !== null,
    'solved before it is closed as solved': !isSolved || solvedAt !== null,
    'closed with a time and an outcome':
      (closedAt !== null) === (state === 'closed') && (outcome !== null) === (state === 'closed'),
    'never with the one complained of': after.against === null || handler?.unit !== after.against,
    'a level that never falls': level >= before.level,
    'each mark once': new Set(after.marks).size === after.marks.length,
    'a reopened matter is not in time': after.timesReopened === 0 || !isInTime(after),
    'the third “no” goes up':
      type !== 'deny' || after.timesDenied <= 2 || (state === 'reported' && level === Math.min(3, before.level + 1)),
    'declined by a second person': type !== 'decline' || id !== before.declineProposedBy,
    'confirmed by another than who solved':
      type !== 'confirm' || by.as !== 'staff' || after.complexity === 'ordinary' || id !== after.solvedBy,
    'told, silent, or with nobody to tell': !isSolved || after.satisfaction !== null || after.confirmedBy === 'staff',
  }
  return Object.keys(rules).filter((rule) => rules[rule] !== true)
}

/** One number a try, since five values each would take most of the time. */
const A_STEP = fc.nat(2 ** 30 - 1)
const WAITS = [0, 1, HOUR_MS, 5 * HOUR_MS, DAY_MS, 8 * DAY_MS]
const decoded = (given: number): { what: number; who: number; isNatural: boolean; wait: number } => ({
  what: given & 0x3ff,
  who: (given >> 10) & 0x7f,
  isNatural: ((given >> 17) & 7) > 1,
  wait: WAITS[(given >> 20) % WAITS.length] ?? 0,
})

test('10,000 random histories: no step skipped, the times in order, an owner always, and replaying gives the matter', () => {
  const seen = { events: new Map<string, number>(), ends: new Set<string>() }
  fc.assert(
    fc.property(
      fc.record({
        kind: fc.constantFrom('demand' as const, 'dispute' as const, 'hazard' as const),
        hasRaiser: fc.boolean(),
        against: fc.constantFrom(null, 'bureau', 'grid 1'),
      }),
      fc.array(A_STEP, { minLength: 6, maxLength: 20 }),
      (facts, tries) => {
        const reported: Report = { ...FACTS, ...facts }
        let matter = report(reported, MORNING)
        let at = MORNING
        const faults: string[] = []
        for (const { what, who, isNatural, wait } of tries.map(decoded)) {
          const steps = isNatural ? NATURAL[matter.state] : EVERYTHING
          const [event, actors] = steps[what % steps.length] ?? [assign, ANYBODY]
          const asked = isNatural ? actors : ANYBODY
          const by = asked[who % asked.length] ?? TIME
          at = later(wait, at)
          const before = matter
          try {
            matter = takeStep(matter, { at, by, event })
          } catch (error) {
            if (!(error instanceof AppError)) throw error
            continue
          }
          faults.push(...faultsOf(before, matter, by, event))
          seen.events.set(event.type, (seen.events.get(event.type) ?? 0) + 1)
        }
        seen.ends.add(`${matter.state} ${matter.outcome ?? ''}`.trim())
        expect(faults).toEqual([])
        expect(replay(reported, MORNING, matter.history)).toEqual(matter)
      },
    ),
    { numRuns: 10_000 },
  )
  // All but a new date, for which a year would have to be announced meanwhile.
  expect([...seen.events.keys()].sort()).toEqual([...new Set(EVERYTHING.map(([{ type }]) => type))].sort())
  expect(Math.min(...seen.events.values())).toBeGreaterThan(50)
  expect(seen.ends).toEqual(
    new Set([
      'reported',
      'assigned',
      'solved',
      'closed solved',
      'closed explained',
      'closed withdrawn',
      'closed declined',
    ]),
  )
})
