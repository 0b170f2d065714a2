import { expect, it } from '@jest/globals'
import { endOfUndo, isLeaving, isToCancel, isUndoable, UNDO_MS } from './undo.ts'

const NOW = new Date('2026-11-30T10:00:00.000Z')
const later = (ms: number): Date => new Date(NOW.getTime() + ms)

it('can be taken back until the thirty seconds are over, and never after', () => {
  const leaving = { cancelsAt: endOfUndo(NOW) }
  expect(leaving.cancelsAt).toBe('2026-11-30T10:00:30.000Z')
  expect([isUndoable(leaving, NOW), isToCancel(leaving, NOW)]).toEqual([true, false])
  expect([isUndoable(leaving, later(UNDO_MS - 1)), isToCancel(leaving, later(UNDO_MS - 1))]).toEqual([true, false])
  expect([isUndoable(leaving, later(UNDO_MS)), isToCancel(leaving, later(UNDO_MS))]).toEqual([false, true])
})

it('is nothing where nobody cancelled', () => {
  for (const none of [{ cancelsAt: null }, {}])
    expect([isLeaving(none), isUndoable(none, NOW), isToCancel(none, NOW)]).toEqual([false, false, false])
})
