import * as z from 'zod'
import { DAY_FORMAT, isDateLike, isDay, MOMENT_FORMAT, NO_SUCH_DAY, readMoment } from './calendar.ts'
import { emailText, isPhoneAbroad, isVisible, lineText, nameText, phoneText, symbolText } from './typedText.ts'

/**
 * The schemas of every request: the same ones validate in the browser's forms and on the server, and
 * generate /api/openapi.json. Messages are what a person reads beside the input.
 */
export const keysOf = <T extends string>(labels: Record<T, string>) => Object.keys(labels) as [T, ...T[]]

/** Ids are UUIDs on SQLite, ObjectIds on MongoDB. */
export const idSchema = z
  .string('编号应为文字')
  .regex(
    /^([0-9a-f]{24}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i,
    '编号格式不正确，请从列表重新进入',
  )

/** A mainland mobile number, however it was typed. */
export const phoneSchema = z
  .string('请填写手机号')
  .overwrite(phoneText)
  .refine((value) => !isPhoneAbroad(value), {
    message: '短信只能发到中国大陆的手机号，其他地区的号码请改用邮箱',
    abort: true,
  })
  .regex(/^1[3-9]\d{9}$/, '手机号应为 11 位数字，请核对')

/** As zod has it, and a domain of any script in its ASCII form. */
const EMAIL =
  /^(?!\.)(?!.*\.\.)[a-z0-9_'+\-.]*[a-z0-9_+-]@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,}|xn--[a-z0-9-]*[a-z0-9])$/

export const emailSchema = z
  .string('请填写邮箱')
  .overwrite(emailText)
  .max(254, '邮箱过长，请核对')
  .regex(EMAIL, '邮箱格式不正确，请核对')

export const nameSchema = z
  .string('请填写姓名')
  .overwrite(nameText)
  .refine(isVisible, { message: '请填写姓名', abort: true })
  .max(40, '姓名不超过 40 个字')
  .regex(/^[^<>]*$/, '姓名中有不能使用的字符，请修改')

const WHO = ['known', 'another'] as const
export type Who = (typeof WHO)[number]

/**
 * Asked for when a phone or a name that staff typed is somebody's already: the very person, or another one (of one
 * family, with one phone).
 */
export const whoSchema = z.enum(WHO, '请选择是同一个人还是另一个人')

/** Texts that people write to staff, and staff to people. */
export const MAX_WISH = 500
export const MAX_NOTE = 200
/** A message of an organiser's own: with all around it, some six parts of a text message. */
export const MAX_BROADCAST = 300

/** Heads in one sign-up, oneself included; an activity may allow fewer. */
export const MAX_PARTY = 10

export const partySchema = z
  .number('人数应为数字')
  .int('人数应为整数')
  .min(1, '人数至少为 1')
  .max(MAX_PARTY, `人数不超过 ${MAX_PARTY}`)

/** A day of the county, or a moment; without a zone it is the county's. */
export const dateSchema = z
  .string()
  .overwrite(symbolText)
  .regex(/^\d{4}-\d{2}-\d{2}(T.*)?$/, DAY_FORMAT)
  .refine((value) => readMoment(value) !== null, NO_SUCH_DAY)

export const daySchema = z
  .string(DAY_FORMAT)
  .overwrite(symbolText)
  .regex(/^\d{4}-\d{2}-\d{2}$/, DAY_FORMAT)
  .refine(isDay, NO_SUCH_DAY)

export const voluntary = (label: string, most: number) =>
  z.string(`${label}应为文字`).overwrite(lineText).max(most, `${label}不超过 ${most} 个字`).nullable().optional()

/** On a link that was passed on, `from` may be another's word: `singlemessage` is WeChat's. */
export const sharedDateSchema = z
  .string()
  .overwrite(symbolText)
  .transform((value) => (isDateLike(value) ? value : undefined))
  .pipe(dateSchema.optional())

/** An instant; without a zone it is the county's. Handed on in ISO 8601, UTC. */
export const momentSchema = z
  .string(MOMENT_FORMAT)
  .refine((value) => value.includes('T') && readMoment(value) !== null, MOMENT_FORMAT)
  .overwrite((value) => readMoment(value) ?? value)

/** Of several values under one name the first that its schema takes: somebody else may have appended theirs. */
export function fittingValue(schema: z.ZodType | undefined, values: string[]): string | undefined {
  const fits = (value: string): boolean => {
    const parsed = schema?.safeParse(value)
    return parsed?.success === true && parsed.data !== undefined
  }
  return values.find(fits) ?? values[0]
}
