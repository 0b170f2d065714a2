/**
 * No sentence of a comment begins with a bare “Who” or “What” as its subject, since a reader learns only at the second
 * verb what such a sentence is about. Questions may. tests/prose.test.ts asks the same of documents and styles.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const prose = {
  meta: { type: 'suggestion', schema: [], messages: { bare: 'Name the subject of the sentence: {{sentence}}' } },
  create(context) {
    return {
      Program() {
        for (const { text, loc } of blocksOf(context.sourceCode.getAllComments()))
          for (const sentence of bareSentences(text)) context.report({ loc, messageId: 'bare', data: { sentence } })
      },
    }
  },
}

/** The sentences that begin so and ask nothing. Headings and the cells of a table are no sentences. */
export function bareSentences(text) {
  return text
    .split(/\n\s*\n|\n(?=\s*(?:[-*|#]|\d+\.)\s)/)
    .filter((paragraph) => !/^\s*[#|]/.test(paragraph))
    .flatMap((paragraph) => withoutMarks(paragraph).split(/(?<=[.!?:]”?) /))
    .filter((sentence) => /^(?:Who|Whom|Whose|Whoever|What|Whatever)\b/.test(sentence) && !/\?”?$/.test(sentence))
}

/** Stars of a comment or of emphasis, a list's bullet, brackets and line ends. */
function withoutMarks(paragraph) {
  return paragraph
    .replace(/^\s*(?:[-*]|\d+\.)\s/gm, '')
    .replace(/[*_()“]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Comments as a reader sees them: lines that follow each other are one. */
function blocksOf(comments) {
  const blocks = []
  for (const { type, value, loc } of comments) {
    const last = blocks.at(-1)
    const goesOn =
      type === 'Line' && last?.end.line + 1 === loc.start.line && last.loc.start.column === loc.start.column
    if (goesOn) {
      last.text += `\n${value}`
      last.end = loc.end
    } else blocks.push({ text: value.replace(/^\s*\*/gm, ''), loc, end: loc.end })
  }
  return blocks
}
