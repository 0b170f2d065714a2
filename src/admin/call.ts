import { CALL_TEXTS } from './texts.ts'

/** The answer to a call, or the sentence to show: of the problem document, or that there was no answer at all. */
export type Answer<T> =
  { ok: true; status: number; body: T } | { ok: false; code: string; detail: string; fields: Record<string, string> }

export async function call<T>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object | Blob,
): Promise<Answer<T>> {
  return answerTo(method, path, body, problemOf)
}

/** A call of Payload's own REST, which refuses in another form. */
export async function callPayload<T>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
): Promise<Answer<T>> {
  return answerTo(method, path, body, refusalOf)
}

type Problem = Omit<Extract<Answer<never>, { ok: false }>, 'ok'>

async function answerTo<T>(
  method: string,
  path: string,
  body: object | Blob | undefined,
  toProblem: (response: Response) => Promise<Problem>,
): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      ...(body &&
        (body instanceof Blob
          ? { headers: { 'content-type': 'application/octet-stream' }, body }
          : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })),
    })
    if (response.ok) return { ok: true, status: response.status, body: (await response.json()) as T }
    return { ok: false, ...(await toProblem(response)) }
  } catch {
    return { ok: false, code: 'offline', detail: CALL_TEXTS.networkError, fields: {} }
  }
}

async function refusalOf(response: Response): Promise<Problem> {
  const { errors } = (await response.json()) as {
    errors?: { message: string; data?: { code?: string; errors?: { path: string; message: string }[] } }[]
  }
  const { message = CALL_TEXTS.networkError, data = {} } = errors?.[0] ?? {}
  const fields = Object.fromEntries((data.errors ?? []).map((one) => [one.path, one.message]))
  return { code: data.code ?? '', detail: message, fields }
}

/** The sentences of a refusal. @throws where it is no problem document */
export async function problemOf(response: Response): Promise<Problem> {
  const problem = (await response.json()) as { code?: string; detail?: string; fields?: Record<string, string> }
  const { code = '', detail = CALL_TEXTS.networkError, fields = {} } = problem
  // The sentences about each input read better than the summary, which names one of them in code.
  return { code, detail: [...new Set(Object.values(fields))].join('；') || detail, fields }
}
