import type { PayloadRequest } from 'payload'
import type { ReactNode } from 'react'

/** By name; several of one name as a list. A file only where the form has one. */
export type Fields = Record<string, unknown>

/** A request for a page, whatever server carries it. */
export interface Visit {
  /** With the user and the headers; for the operations. Of nobody, when the page is made for all visitors of a kind. */
  req: PayloadRequest
  /** A HEAD is a GET whose body nobody reads. */
  method: string
  /** Path and query, as they stood in the request line. */
  address: string
  /** Of the route's path. */
  params: Record<string, string>
  query: Record<string, unknown>
  fields: Fields
  /** Of this site, as people open it. */
  origin: string
  now: Date
}

interface Answered {
  /** The token of a session that begins; null ends the visitor's session. */
  session?: string | null
}

export interface Page extends Answered {
  title: string
  /** For search engines, and beside a shared link. */
  description?: string
  /** Goes with a link that is shared: the address of a picture, 1200 by 630, on this site. */
  shareCard?: string
  body: ReactNode
  status?: number
  /** In seconds, when it is a matter of time. */
  retryAfter?: number | null
  /** Pages about one person: never cached, never found by searching. */
  isPrivate?: boolean
  /** Loads the script of the check-in pages besides. */
  isStaffApp?: boolean
  /** Without menu and foot. */
  isBare?: boolean
}

/** A picture instead of a page. */
export interface Picture extends Answered {
  type: 'png' | 'jpeg'
  bytes: Buffer
}

/** The browser goes there with a GET. */
export interface Redirect extends Answered {
  to: string
}

export type Answer = Page | Picture | Redirect

export type Handle = (visit: Visit) => Answer | Promise<Answer>

/** A page of the site, and what its form does. It throws an AppError for what goes wrong; that becomes a page too. */
export interface Route {
  /** As Express writes it: `/activities/:id`. */
  path: string
  get?: Handle
  post?: Handle
  /**
   * The address that all share who ask for the same: the page is made for it, once for all who are not logged in, once
   * for all people and once for all staff. Of parsed parameters alone; null when the page says something of the request
   * itself, or is an error.
   */
  sharedAs?: (visit: Pick<Visit, 'params' | 'query'>) => string | null
  /** Whether the shared page would say something about this person, who then gets one of their own. */
  isPersonal?: (visit: Pick<Visit, 'req' | 'params'>) => Promise<boolean>
}
