'use client'
import { MESSAGES } from '../admin/messages.ts'

const TEXT = MESSAGES.fault

/** In place of Next's own page, which is English, where a page of the admin could not be made. */
export default function AdminError() {
  return (
    <html lang="zh-CN">
      <body style={{ margin: '20vh auto', maxWidth: '30em', padding: '0 24px', fontFamily: 'system-ui, sans-serif' }}>
        <title>{TEXT.title}</title>
        <h1>{TEXT.title}</h1>
        <p>{TEXT.sentence}</p>
        <p>
          <a href="">{TEXT.again}</a>
        </p>
      </body>
    </html>
  )
}
