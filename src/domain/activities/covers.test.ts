import { activityOfFile, coverAddress, coverFile, coverName, coverOf, heightOf } from './covers.ts'

it.each([null, undefined, 'x', 5, [], {}, { name: 'a' }, { name: 1, alt: 'x', ratio: 1 }])('%j is no cover', (value) =>
  expect(coverOf(value)).toBeNull(),
)
it('is what was kept, and nothing else', () =>
  expect(coverOf({ name: 'a', alt: '义剪', ratio: 0.5, more: 1 })).toEqual({ name: 'a', alt: '义剪', ratio: 0.5 }))
it('has an address of its own for each picture', () =>
  expect(coverAddress('x', { name: 'ab' }, 480)).toBe('/api/activities/x/cover?width=480&v=ab'))
it('is as high as it was wide', () => expect(heightOf({ ratio: 2 / 3 }, 960)).toBe(640))
it('lies under its name, by which its activity is found again', () => {
  const random = '0'.repeat(32)
  for (const activity of ['123e4567-e89b-42d3-a456-426614174000', '0123456789abcdef01234567']) {
    const file = coverFile(coverName(activity, random), 960)
    expect(file).toBe(`${activity}_${random}-960.webp`)
    expect(activityOfFile(file)).toBe(activity)
  }
})
it.each([
  'README',
  `${'0'.repeat(32)}-480.webp`,
  `../x_${'0'.repeat(32)}-480.webp`,
  `x_${'0'.repeat(32)}-480.webp.tmp`,
])('leaves alone what is no picture of ours: %s', (file) => expect(activityOfFile(file)).toBeNull())
