/** A cell that says otherwise than the record that is there already, by the label of its column. */
export interface Difference {
  label: string
  inFile: string
  stored: string
}

/** An empty cell says nothing; blanks and full-width digits make no difference. */
export function differencesBetween(
  labels: [name: string, label: string][],
  inFile: Record<string, string>,
  stored: Record<string, string>,
): Difference[] {
  return labels.flatMap(([name, label]) => {
    const [said, known] = [inFile[name] ?? '', stored[name] ?? '']
    return said === '' || compared(said) === compared(known) ? [] : [{ label, inFile: said, stored: known }]
  })
}

const compared = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '')
