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
    const problem = (await response.json()) as { code?: string; detail?: string; fields?: Record<string, string> }
    const fields = problem.fields ?? {}
    // The sentences about each input read better than the summary, which names one of them in code.
    const sentences = [...new Set(Object.values(fields))].join('；')
    return {
      ok: false,
      code: problem.code ?? '',
      detail: sentences || (problem.detail ?? CALL_TEXTS.networkError),
      fields,
    }
  } catch {
    return { ok: false, code: 'offline', detail: CALL_TEXTS.networkError, fields: {} }
  }
}
