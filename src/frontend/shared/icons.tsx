/** The bee of 先“蜂”: a cell of the comb with wings. Decorative, so hidden from readers. */
export function Bee() {
  return (
    <svg viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <BeeShape />
    </svg>
  )
}

function BeeShape() {
  return (
    <>
      <path
        d="M23 17C20 7 11 4 8.500 8s2 11 13.500 11.500zM25 17c3-10 12-13 14.500-9s-2 11-13.500 11.500z"
        fill="#d9ebe4"
        stroke="#14332d"
        strokeWidth="1.500"
        strokeLinejoin="round"
      />
      <path d="M24 15.500l11.500 6.600v13.300L24 42l-11.500-6.600V22.100z" fill="#f6b221" />
      <path d="M12.500 25.800h23v3.800h-23zM12.500 32.800h23v2.600l-2.200 1.200H14.700l-2.200-1.200z" fill="#14332d" />
      <circle cx="20.300" cy="21.800" r="1.500" fill="#14332d" />
      <circle cx="27.700" cy="21.800" r="1.500" fill="#14332d" />
    </>
  )
}

/** Cells of the comb behind the head of the home page: column, row (every other one shifted by half), how full. */
const CELLS: [number, number, 'wax' | 'honey' | 'pale'][] = [
  [3, 0, 'wax'],
  [4, 0, 'honey'],
  [5, 0, 'wax'],
  [1, 1, 'wax'],
  [2, 1, 'pale'],
  [3, 1, 'honey'],
  [4, 1, 'honey'],
  [1, 2, 'wax'],
  [2, 2, 'wax'],
  [3, 2, 'pale'],
  [4, 2, 'honey'],
  [5, 2, 'honey'],
  [2, 3, 'wax'],
  [3, 3, 'wax'],
  [4, 3, 'pale'],
  [4, 4, 'wax'],
  [5, 4, 'wax'],
]

/** A comb that fills, with a bee on its way to it. */
export function Comb() {
  return (
    <svg className="comb" viewBox="0 0 340 300" aria-hidden="true" focusable="false">
      {CELLS.map(([column, row, fill]) => {
        const x = column * 56 + (row % 2) * 28
        const y = row * 49 + 2
        return <path key={`${column}-${row}`} className={fill} d={`M${x + 26} ${y}l26 15v30l-26 15-26-15V${y + 15}z`} />
      })}
      <path className="flight" d="M8 262c34 30 66-34 34-44s-34 46 10 40 58-42 66-66" />
      <g transform="translate(114 122) rotate(24 24 24)">
        <BeeShape />
      </g>
    </svg>
  )
}

const PATHS = {
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 4v5l3.500 2',
  pin: 'M12 21s7-6.300 7-11a7 7 0 1 0-14 0c0 4.700 7 11 7 11m0-8.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5',
  people:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7m-6 9c0-3.500 2.700-6 6-6s6 2.500 6 6M16 4.500a3.500 3.500 0 0 1 0 6.500m2 3.500c1.900.900 3 2.900 3 5.500',
} as const

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
