/**
 * With TEST_CLOCK=2026-12-31T23:59:50+08:00 every test file begins at that moment, and goes on from there: its own
 * clock, that of the servers it starts (by `--import`, tests/support/server.ts) and that of its browsers
 * (tests/support/browser.ts). `npm run verify:clock` runs everything so. Time that is measured (performance.now,
 * timers) stays as it is.
 */

/** Stands alone, so that it can be handed to a browser as it is. */
export function shiftClock(shiftMs) {
  const Real = globalThis.Date
  const now = () => Real.now() + shiftMs
  const Shifted = new Proxy(Real, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new Real(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  })
  Real.prototype.constructor = Shifted
  globalThis.Date = Shifted
}

if (globalThis.process?.env.TEST_CLOCK) {
  const { env } = globalThis.process
  env.TEST_CLOCK_SHIFT_MS ??= String(Date.parse(env.TEST_CLOCK) - Date.now())
  shiftClock(Number(env.TEST_CLOCK_SHIFT_MS))
}
