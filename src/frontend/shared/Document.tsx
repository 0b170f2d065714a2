import type { ReactNode } from 'react'
import { Bee } from './icons.tsx'

export interface Chrome {
  title: string
  description?: string
  /** For a page whose link is shared in groups: its address and its picture, both whole. */
  share?: { url: string; picture: string }
  /** The path of this page, for the current mark in the menu. */
  path: string
  /** Path and query, to come back to after the display was changed. */
  here: string
  visitor: 'nobody' | 'person' | 'staff'
  isLargePrint: boolean
  assets: { scripts: string[]; styles: string[] }
  /** For a screen that everybody looks at: nothing around the page. */
  isBare?: boolean
  /** Pages that can be put on a phone's home screen. */
  isStaffApp?: boolean
  /** False for pages that nobody should find by searching. */
  isPublic?: boolean
}

const MENU = [
  { href: '/activities', label: '活动' },
  { href: '/stations', label: '先“蜂”空间' },
  { href: '/about', label: '关于' },
]

export function Document({ chrome, children }: { chrome: Chrome; children: ReactNode }) {
  const { title, isLargePrint, assets, share } = chrome
  const description = chrome.description ?? '博罗县活动与志愿服务平台：找活动、报名、签到。'
  return (
    <html lang="zh-CN" data-display={isLargePrint ? 'large' : 'normal'}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · 先“蜂”`}</title>
        <meta name="description" content={description} />
        {share && <ShareCard title={title} description={description} {...share} />}
        <meta name="theme-color" content="#14332d" />
        {chrome.isPublic === false && <meta name="robots" content="noindex" />}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        {assets.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        {chrome.isStaffApp && (
          <>
            <link rel="manifest" href="/staff/manifest.webmanifest" />
            <link rel="apple-touch-icon" href="/staff/icon-192.png" />
          </>
        )}
        {assets.scripts.map((src) => (
          <script key={src} type="module" src={src} />
        ))}
      </head>
      <body>
        {!chrome.isBare && <Head chrome={chrome} />}
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        {!chrome.isBare && <Foot chrome={chrome} />}
      </body>
    </html>
  )
}

/** Open Graph for most, `itemProp` for WeChat and QQ, one more name for X. */
function ShareCard({
  title,
  description,
  url,
  picture,
}: {
  title: string
  description: string
  url: string
  picture: string
}) {
  return (
    <>
      <link rel="canonical" href={url} />
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content="先“蜂”" />
      <meta property="og:locale" content="zh_CN" />
      <meta property="og:url" content={url} />
      <meta property="og:title" itemProp="name" content={title} />
      <meta property="og:description" itemProp="description" content={description} />
      <meta property="og:image" itemProp="image" content={picture} />
      <meta property="og:image:type" content="image/png" />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta property="og:image:alt" content={title} />
      <meta name="twitter:card" content="summary_large_image" />
    </>
  )
}

function Head({ chrome: { path, visitor } }: { chrome: Chrome }) {
  const account =
    visitor === 'person'
      ? { href: '/me', label: '我的报名' }
      : visitor === 'staff'
        ? { href: '/admin', label: '管理后台' }
        : { href: '/login', label: '登录' }
  return (
    <>
      <a className="skip" href="#content">
        跳到正文
      </a>
      <header className="site-head">
        <div className="wrap">
          <a className="brand" href="/">
            <Bee />
            先“蜂”
          </a>
          <nav aria-label="主菜单">
            <ul>
              {[...MENU, account].map(({ href, label }) => (
                <li key={href}>
                  <a href={href} aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}>
                    {label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        </div>
      </header>
    </>
  )
}

function Foot({ chrome: { here, isLargePrint, visitor } }: { chrome: Chrome }) {
  return (
    <footer className="site-foot">
      <div className="wrap">
        <p>博罗县“党群同心·善治罗浮”活动与志愿服务平台</p>
        <form method="post" action="/display">
          <input type="hidden" name="here" value={here} />
          <button className="button-plain" name="size" value={isLargePrint ? 'normal' : 'large'}>
            {isLargePrint ? '恢复标准字号' : '切换大字版'}
          </button>
        </form>
        <a href="/certificates">核验证明</a>
        <a href="/about#complaints">意见与投诉</a>
        <a href="/about#privacy">个人信息说明</a>
        {visitor !== 'nobody' && (
          <form method="post" action="/logout">
            <button className="button-plain">退出登录</button>
          </form>
        )}
      </div>
    </footer>
  )
}
