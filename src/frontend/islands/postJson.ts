export interface Problem {
  code: string
  detail: string
  fields?: Record<string, string>
}

/** Sends JSON to our own API; what goes wrong comes back as a problem to show, also a lost connection. */
export async function postJson(path: string, body: object): Promise<{ problem: Problem | null }> {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (answer.ok) return { problem: null }
    return { problem: (await answer.json()) as Problem }
  } catch {
    return { problem: { code: 'offline', detail: '网络不通，内容已保留，请检查网络后再试一次。' } }
  }
}

/** The answer of our own API; null when it does not. */
export async function getJson<T>(path: string): Promise<T | null> {
  try {
    const answer = await fetch(path)
    return answer.ok ? ((await answer.json()) as T) : null
  } catch {
    return null
  }
}
