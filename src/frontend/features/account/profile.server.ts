import type { PayloadRequest } from 'payload'
import type { AppError } from '../../../domain/shared/AppError.ts'
import { changesOf, LOADED } from '../../../domain/shared/changes.ts'
import type { MyProfile } from '../../../domain/people/views.ts'
import { codeRequestSchema, contactConfirmationSchema } from '../../../domain/identity/requests.ts'
import { ownChangesSchema } from '../../../domain/people/requests.ts'
import { isStorable } from '../../../domain/shared/storableText.ts'
import type { StationSummary } from '../../../domain/units/views.ts'
import { KINDS_TO_BELONG_TO } from '../../../domain/units/vocabulary.ts'
import { changeMe } from '../../../operations/people/changeMe.ts'
import { confirmContact } from '../../../operations/people/confirmContact.ts'
import { getMe, readOwnRecord } from '../../../operations/people/getMyData.ts'
import { knownError } from '../../../operations/shared/knownError.ts'
import { listStations } from '../../../operations/units/listStations.ts'
import { listUnits } from '../../../operations/units/listUnits.ts'
import { requestCode, type Contact } from '../../../operations/identity/requestCode.ts'
import type { ContactStep } from './CodeForms.tsx'
import { unitsByTown, type ChoiceGroup } from '../../shared/choices.ts'
import type { ProfilePageProps, ProfileValues } from './ProfilePage.tsx'

/** Where to go on, or the page again with every word and what is wrong. */
export type Followed = { to: string } | { props: ProfilePageProps; status: number; retryAfter: number | null }

const TEXTS = ['name', 'unit', 'station', 'gender', 'birthDate', 'area', 'skills', 'serviceKinds'] as const

export async function loadProfile(
  req: PayloadRequest,
  form: Partial<Pick<ProfilePageProps, 'values' | 'errors'>> & {
    contact?: ContactStep & { typed: string }
    done?: unknown
  } = {},
): Promise<ProfilePageProps> {
  const profile = await getMe(req)
  return {
    profile,
    values: form.values ?? valuesOf(profile),
    errors: form.errors ?? {},
    units: unitsByTown(await listUnits(req, KINDS_TO_BELONG_TO)),
    stations: stationsByTown(await listStations(req)),
    contacts: (['phone', 'email'] as const).map((field) => ({
      field,
      current: profile[field],
      typed: '',
      isCodeSent: false,
      error: null,
      ...(form.contact?.field === field && form.contact),
    })),
    done: form.done === 'saved' || form.done === 'contact' ? form.done : null,
  }
}

/**
 * Saves what was changed in the form since it was opened, and nothing else. @throws AppError not-logged-in, forbidden,
 * busy
 */
export async function followProfileForm(
  req: PayloadRequest,
  body: Record<string, unknown>,
  now: Date,
): Promise<Followed> {
  await getMe(req)
  const values = valuesOf({ ...body, kinds: [body.kinds ?? []].flat() })
  const again = async (
    errors: Record<string, string>,
    status: number,
    retryAfter: number | null = null,
  ): Promise<Followed> => ({ props: await loadProfile(req, { values, errors }), status, retryAfter })
  if (!isStorable(values)) return again({ form: '内容中有不能使用的字符，请删除后重试。' }, 400)
  const loaded = loadedIn(body[LOADED])
  const typed = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === '' && name !== 'name' ? null : value]),
  )
  const parsed = ownChangesSchema.safeParse({ name: values.name, ...changesOf(typed, loaded ?? {}, []) })
  if (!parsed.success)
    return again(Object.fromEntries(parsed.error.issues.map(({ path, message }) => [String(path[0]), message])), 400)
  try {
    await changeMe(req, parsed.data, now, loaded)
    return { to: '/me/profile?done=saved' }
  } catch (error) {
    const known = knownError(error, req)
    if (known === null || known.status === 401) throw error
    return again(errorsOf(known), known.status, known.retryAfter)
  }
}

function errorsOf({ fields, message }: AppError): Record<string, string> {
  const { [LOADED]: _, ...own } = fields
  return Object.keys(own).length > 0 ? own : { form: message }
}

/** Has a code sent to the new phone or mail, or takes it over by the code. @throws AppError not-logged-in, forbidden */
export async function followOwnContact(
  req: PayloadRequest,
  body: Record<string, unknown>,
  now: Date,
): Promise<Followed> {
  const field = body.field === 'email' ? 'email' : 'phone'
  const own = (await readOwnRecord(req))[field]
  const typed = String(body.contact)
  const again = async (
    isCodeSent: boolean,
    error: string | null,
    status: number,
    retryAfter: number | null = null,
  ): Promise<Followed> => ({
    props: await loadProfile(req, { contact: { field, typed, isCodeSent, error } }),
    status,
    retryAfter,
  })
  const contact = codeRequestSchema.safeParse({ [field]: typed })
  if (!contact.success) return again(false, contact.error.issues[0]?.message ?? '', 400)
  if (contact.data[field] === own) return again(false, '这就是您现在用的，请填写新的。', 400)
  const isAsked = body.send !== undefined
  try {
    if (isAsked) {
      await requestCode(req, contact.data as Contact, now)
      return await again(true, null, 200)
    }
    const parsed = contactConfirmationSchema.safeParse({ ...contact.data, code: body.code })
    if (!parsed.success) return await again(true, parsed.error.issues[0]?.message ?? '', 400)
    await confirmContact(req, parsed.data, now)
    return { to: '/me/profile?done=contact' }
  } catch (error) {
    const known = knownError(error, req)
    if (known === null || known.status === 401) throw error
    // Asked for too often: the one before is on its way.
    return again(!isAsked || known.code === 'rate-limited', known.message, known.status, known.retryAfter)
  }
}

function valuesOf(from: Partial<Record<keyof MyProfile, unknown>> | Record<string, unknown>): ProfileValues {
  const given = from as Record<string, unknown>
  const texts = Object.fromEntries(
    TEXTS.map((name) => [name, typeof given[name] === 'string' ? given[name] : '']),
  ) as Omit<ProfileValues, 'kinds'>
  return { ...texts, kinds: Array.isArray(given.kinds) ? given.kinds.map(String) : [] }
}

/** As the form sent it along; nothing when it is none. */
function loadedIn(sent: unknown): Record<string, unknown> | undefined {
  try {
    const loaded: unknown = JSON.parse(String(sent))
    return typeof loaded === 'object' && loaded !== null && !Array.isArray(loaded)
      ? (loaded as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** By town; those of units above all towns stand by themselves. */
function stationsByTown(stations: StationSummary[]): ChoiceGroup[] {
  const groups = new Map<string, StationSummary[]>()
  for (const station of stations) {
    const town = station.town?.name ?? '县级'
    groups.set(town, [...(groups.get(town) ?? []), station])
  }
  return [...groups].map(([label, own]) => ({ label, choices: own.map(({ id, name }) => ({ id, name })) }))
}
