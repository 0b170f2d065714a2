import { CALL_TEXTS } from './texts.ts'

/** The answer to a call, or the sentence to show: of the problem document, or that there was no answer at all. */
export type Answer<T> =
  { ok: true; status: number; body: T } | { ok: false; code: string; detail: string; fields: Record<string, string> }

export async function call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    if (response.ok) return { ok: true, status: response.status, body: (await response.json()) as T }
    return { ok: false, ...(await problemOf(response)) }
  } catch {
    return { ok: false, code: 'offline', detail: CALL_TEXTS.networkError, fields: {} }
  }
}

/** The sentences of a refusal. @throws where it is no problem document */
export async function problemOf(
  response: Response,
): Promise<{ code: string; detail: string; fields: Record<string, string> }> {
  const problem = (await response.json()) as { code?: string; detail?: string; fields?: Record<string, string> }
  const { code = '', detail = CALL_TEXTS.networkError, fields = {} } = problem
  // The sentences about each input read better than the summary, which names one of them in code.
  return { code, detail: [...new Set(Object.values(fields))].join('；') || detail, fields }
}
