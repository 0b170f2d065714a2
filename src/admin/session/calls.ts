import { PATHS } from '../paths.ts'
import { CALL_TEXTS } from '../texts.ts'

type Refusal = Partial<Record<'currentPassword' | 'password' | 'form', string>>

/** Changes the own password; null when it is done, or what is wrong, by the field. */
export async function changePassword(id: string, currentPassword: string, password: string): Promise<Refusal | null> {
  try {
    const answer = await fetch(PATHS.ownAccount(id), {
      method: 'PATCH',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ currentPassword, password }),
    })
    if (answer.ok) return null
    const { errors = [] } = (await answer.json()) as { errors?: { message: string; data?: { fields?: Refusal } }[] }
    const { currentPassword: current, password: chosen } = errors[0]?.data?.fields ?? {}
    return current || chosen
      ? { ...(current && { currentPassword: current }), ...(chosen && { password: chosen }) }
      : { form: errors[0]?.message ?? CALL_TEXTS.networkError }
  } catch {
    return { form: CALL_TEXTS.networkError }
  }
}
