import { Link } from '@payloadcms/ui'
import { PAGES_TEXTS } from './texts.ts'

/** Nothing where there is one page alone. */
export function Pages({ page, pages, hrefOf }: { page: number; pages: number; hrefOf: (page: number) => string }) {
  if (pages <= 1) return null
  return (
    <nav className="xf-pages" aria-label={PAGES_TEXTS.pages}>
      {page > 1 && (
        <Link href={hrefOf(page - 1)} prefetch={false}>
          {PAGES_TEXTS.previous}
        </Link>
      )}
      <span>{PAGES_TEXTS.page(page, pages)}</span>
      {page < pages && (
        <Link href={hrefOf(page + 1)} prefetch={false}>
          {PAGES_TEXTS.next}
        </Link>
      )}
    </nav>
  )
}
