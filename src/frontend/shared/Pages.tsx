interface Props {
  page: number
  totalPages: number
  hrefOf: (page: number) => string
}

/** From one page of a list to the next; nothing where there is one alone. */
export function Pages({ page, totalPages, hrefOf }: Props) {
  if (totalPages <= 1) return null
  return (
    <nav className="pages" aria-label="翻页">
      {page > 1 ? (
        <a className="button" rel="prev" href={hrefOf(Math.min(page - 1, totalPages))}>
          上一页
        </a>
      ) : (
        <span />
      )}
      <span className="soft">
        第 {page} / {totalPages} 页
      </span>
      {page < totalPages ? (
        <a className="button" rel="next" href={hrefOf(page + 1)}>
          下一页
        </a>
      ) : (
        <span />
      )}
    </nav>
  )
}
