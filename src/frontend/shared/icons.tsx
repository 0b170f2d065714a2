/** The bee of 先“蜂”: a hexagon body with two wings. Decorative, so hidden from readers. */
export function Bee() {
  return (
    <svg viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <path d="M24 17c-3-9-12-12-15-8s2 11 12 12zM24 17c3-9 12-12 15-8s-2 11-12 12z" fill="#cfe3dc" />
      <path d="M24 16l11 6.4v12.8L24 41.600l-11-6.400V22.400z" fill="#f6b221" />
      <path d="M13.600 25.500h20.800v3.600H13.600zM13.600 32.200h20.800v3.300l-.900.500H14.500l-.900-.500z" fill="#14332d" />
      <circle cx="20.500" cy="21.500" r="1.500" fill="#14332d" />
      <circle cx="27.500" cy="21.500" r="1.500" fill="#14332d" />
    </svg>
  )
}

export function Comb() {
  const cells = [0, 1, 2, 3, 4].flatMap((row) => [0, 1, 2, 3].map((column) => ({ x: column * 60 + (row % 2) * 30, y: row * 52 })))
  return (
    <svg className="comb" viewBox="-10 -10 290 300" aria-hidden="true" focusable="false">
      {cells.map(({ x, y }) => (
        <path key={`${x}-${y}`} d={`M${x + 28} ${y}l26 15v30l-26 15-26-15V${y + 15}z`} fill="none" stroke="currentColor" strokeWidth="3" />
      ))}
    </svg>
  )
}

const PATHS = {
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 4v5l3.500 2',
  pin: 'M12 21s7-6.300 7-11a7 7 0 1 0-14 0c0 4.700 7 11 7 11m0-8.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5',
  people: 'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7m-6 9c0-3.500 2.700-6 6-6s6 2.500 6 6M16 4.500a3.500 3.500 0 0 1 0 6.500m2 3.500c1.900.900 3 2.900 3 5.500',
} as const

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
