'use client'
import { FAULT_TEXTS } from './texts.ts'

/** In place of Next's own page, which is English, where a page of the admin could not be made. */
export default function AdminError() {
  return (
    <html lang="zh-CN">
      <body style={{ margin: '20vh auto', maxWidth: '30em', padding: '0 24px', fontFamily: 'system-ui, sans-serif' }}>
        <title>{FAULT_TEXTS.title}</title>
        <h1>{FAULT_TEXTS.title}</h1>
        <p>{FAULT_TEXTS.sentence}</p>
        <p>
          <a href="">{FAULT_TEXTS.again}</a>
        </p>
      </body>
    </html>
  )
}
