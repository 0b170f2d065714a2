import type { Line } from '../../domain/shared/vocabulary.ts'

const MARKS: Record<Line, string> = {
  pairing: '结',
  riders: '新',
  enterprises: '企',
  socialOrganisations: '社',
  programmes: '学',
  compounds: '邻',
  oldTown: '巷',
  policing: '警',
  visiting: '访',
}

/** Each line has a hue and a character of its own; the full name always stands beside it. */
export function LineMark({ line }: { line: Line }) {
  return (
    <span className={`hex hue-${line}`} aria-hidden="true">
      {MARKS[line]}
    </span>
  )
}
