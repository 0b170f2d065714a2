/**
 * 0752-6668888, 13912345678, +86 752 6668888: digits with single dashes or blanks between them, seven to fifteen in
 * all.
 */
const NUMBER = /(\+?\(?\d(?:[\s()（）\-－]{0,2}\d){6,14})/

/** A text that somebody wrote, each phone number in it a link that rings it. */
export function Phones({ text }: { text: string }) {
  return text.split(NUMBER).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <a key={index} href={`tel:${part.replace(/[^\d+]/g, '')}`}>
        {part}
      </a>
    ),
  )
}
