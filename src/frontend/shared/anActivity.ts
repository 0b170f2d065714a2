import type { ActivitySummary } from '../../domain/activities/views.ts'

/** An activity for component tests, overridable. */
export function anActivity(over: Partial<ActivitySummary> = {}): ActivitySummary {
  return {
    id: '650000000000000000000009',
    title: '冬日送姜茶',
    line: 'riders',
    theme: 'warm',
    series: null,
    unit: { id: '650000000000000000000002', name: '龙溪社区' },
    town: { id: '650000000000000000000001', name: '龙溪街道' },
    partnerUnit: null,
    place: '龙溪先“蜂”驿站',
    station: null,
    startsAt: '2026-11-28T06:00:00.000Z',
    endsAt: '2026-11-28T08:00:00.000Z',
    registrationOpensAt: null,
    registrationClosesAt: '2026-11-28T06:00:00.000Z',
    ledger: 'participation',
    capacity: 20,
    taken: 12,
    waiting: 0,
    free: 8,
    waitingList: true,
    approval: false,
    partyLimit: 1,
    cancelled: false,
    joinable: 'open',
    cover: null,
    ...over,
  }
}
