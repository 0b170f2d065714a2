const CELLS = 30
const PER_ROW = 15

/** Progress as a comb that fills: each cell is a thirtieth of the goal. The numbers stand beside it as text. */
export function Honeycomb({ share }: { share: number }) {
  const full = Math.min(CELLS, Math.floor(share * CELLS + 1e-9))
  return (
    <svg className="honeycomb" viewBox="0 0 312 42" aria-hidden="true" focusable="false">
      {Array.from({ length: CELLS }, (_, index) => {
        const row = Math.floor(index / PER_ROW)
        const x = (index % PER_ROW) * 20 + (row === 1 ? 10 : 0) + 1
        const y = row * 18 + 1
        return <path key={index} className={index < full ? 'full' : 'cell'} d={`M${x + 9} ${y}l8 5v10l-8 5-8-5v-10z`} />
      })}
    </svg>
  )
}
