import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'

const { bareSentences } = (await import(path.resolve('scripts/eslint-rules/prose.js'))) as {
  bareSentences: (text: string) => string[]
}
const filesOf = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => path.join(folder, file))
const found = (files: string[], textsOf: (content: string) => string[]): string[] =>
  files.flatMap((file) =>
    textsOf(readFileSync(file, 'utf8')).flatMap((text) =>
      bareSentences(text).map((sentence) => `${file}: ${sentence}`),
    ),
  )

test('documents name the subject of each sentence first', () => {
  const documents = ['README.md', ...filesOf('docs', '.md')]
  expect(documents.length).toBeGreaterThan(20)
  expect(found(documents, (content) => [content])).toEqual([])
})

test('comments in styles do too; lint looks at all others', () => {
  const styles = filesOf('src', '.css')
  expect(styles.length).toBeGreaterThan(10)
  expect(found(styles, (content) => content.match(/\/\*[^]*?\*\//g) ?? [])).toEqual([])
})

test.each([
  ['a person', 'Offers end. Who had one waits\nagain.', 'Who had one waits again.'],
  ['a thing', 'What was typed stays.', 'What was typed stays.'],
  ['an item of a list', 'So:\n\n- What stays is here.\n- A line.', 'What stays is here.'],
  ['in emphasis', '**What goes** stands there.', 'What goes stands there.'],
  ['after a colon', 'Two rules: Whoever asks waits.', 'Whoever asks waits.'],
])('finds a bare subject: %s', (_, text, sentence) => {
  expect(bareSentences(text)).toEqual([sentence])
})

test.each([
  ['a question', 'Who may do what? What for?'],
  ['a subject that is named', 'A person who waits hears what happens.'],
  ['a heading', '# 10. Who waits, and for how long\n\nA text.'],
  ['a table', '| What | Who |\n| --- | --- |\n| What is kept | Who may |'],
])('lets pass: %s', (_, text) => {
  expect(bareSentences(text)).toEqual([])
})
