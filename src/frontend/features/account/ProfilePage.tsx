import { LOADED } from '../../../domain/shared/changes.ts'
import type { MyProfile } from '../../../domain/people/views.ts'
import { GENDERS, PERSON_KIND_HINTS, PERSON_KINDS, type PersonKind } from '../../../domain/people/vocabulary.ts'
import { optionsOf } from '../../../domain/shared/vocabulary.ts'
import type { ChoiceGroup } from '../../shared/choices.ts'
import { CodeForms, CONTACTS, type ContactStep } from './CodeForms.tsx'

/** As they stand in the form. */
export interface ProfileValues extends Record<
  'name' | 'unit' | 'station' | 'gender' | 'birthDate' | 'area' | 'skills' | 'serviceKinds',
  string
> {
  kinds: string[]
}

export interface ProfilePageProps {
  profile: MyProfile
  /** The typed values, or the stored ones. */
  values: ProfileValues
  /** By field; `form` is about all of it. */
  errors: Record<string, string>
  units: ChoiceGroup[]
  stations: ChoiceGroup[]
  /** The phone and the mail, each with the step that its change has come to. */
  contacts: OwnContact[]
  done: 'saved' | 'contact' | null
}

export interface OwnContact extends ContactStep {
  /** The one that counts, masked. */
  current: string | null
  typed: string
}

const MORE = ['gender', 'birthDate', 'area', 'skills', 'serviceKinds'] as const

/** The facts that people correct by themselves: plain forms, one for what is saved at once, one for each contact. */
export function ProfilePage({ profile, values, errors, units, stations, contacts, done }: ProfilePageProps) {
  const messages = Object.values(errors)
  return (
    <div className="wrap">
      <div className="narrow stack">
        <h1>我的资料</h1>
        {done && (
          <div className="notice" role="status">
            {done === 'saved' ? '已保存。' : '已换成新的联系方式，以后用它登录；其他设备已退出登录。'}
          </div>
        )}
        {messages.length > 0 && (
          <div className="notice notice-error" role="alert">
            还没有保存：{errors.form ?? '请修改下面标出的内容。'}
          </div>
        )}
        <form method="post" action="/me/profile" className="card stack" noValidate aria-label="我的资料">
          <input type="hidden" name={LOADED} value={JSON.stringify(loadedOf(profile))} />
          <Text
            name="name"
            label="姓名（必填）"
            values={values}
            errors={errors}
            maxLength={40}
            autoComplete="name"
            hint="改名后，已出具的证明不变；需要新证明的，请联系出具单位。"
          />
          <Kinds chosen={values.kinds} error={errors.kinds} />
          <Choice
            name="unit"
            label="报到（所属）单位（选填）"
            groups={units}
            values={values}
            errors={errors}
            hint="填写后，该单位及其上级的工作人员可以查看您的资料和联系方式。随时可以改，也可以改回“不填”。"
          />
          <Choice
            name="station"
            label="常去的先“蜂”空间（选填）"
            groups={stations}
            values={values}
            errors={errors}
            hint="只给能查看您资料的工作人员看，用来安排各处的服务和活动；不公开。随时可以改，也可以改回“不填”。"
          />
          <details open={MORE.some((name) => errors[name])}>
            <summary className="button-plain">更多：性别、出生日期、居住区域、技能（都可以不填）</summary>
            <div className="stack">
              <div className="field">
                <label htmlFor="f-gender">性别</label>
                <select
                  id="f-gender"
                  name="gender"
                  defaultValue={values.gender}
                  {...describedBy('gender', false, errors.gender)}
                  {...toFirstWrong(errors.gender)}
                >
                  <option value="">不填</option>
                  {optionsOf(GENDERS).map(({ label, value }) => (
                    <option key={value} value={value}>
                      {label}
                    </option>
                  ))}
                </select>
                <Wrong name="gender" error={errors.gender} />
              </div>
              <Text
                name="birthDate"
                label="出生日期"
                values={values}
                errors={errors}
                maxLength={20}
                hint="如 1990-01-31。"
              />
              <Text
                name="area"
                label="居住区域"
                values={values}
                errors={errors}
                maxLength={60}
                hint="如 龙溪街道，不必写门牌。"
              />
              <Text
                name="skills"
                label="专业技能"
                values={values}
                errors={errors}
                maxLength={200}
                hint="如 急救、电工、粤语。"
              />
              <Text
                name="serviceKinds"
                label="愿意参加的服务类别"
                values={values}
                errors={errors}
                maxLength={200}
                hint="如 助老、应急、环保。"
              />
            </div>
          </details>
          <button className="button button-primary button-wide">保存</button>
        </form>
        {contacts.map((contact) => (
          <Contact key={contact.field} contact={contact} />
        ))}
        {profile.volunteerNumber !== null && (
          <p className="small soft">志愿者编号 {profile.volunteerNumber}：您有两条记录要合并时，请告诉组织部门。</p>
        )}
        <p>
          <a href="/me">返回我的报名</a>
        </p>
      </div>
    </div>
  )
}

/** The values that the form showed, to tell what was changed in it. */
const loadedOf = ({ id: _id, volunteerNumber: _number, phone: _phone, email: _email, ...rest }: MyProfile) => rest

function Kinds({ chosen, error }: { chosen: string[]; error: string | undefined }) {
  return (
    <fieldset className="field" {...describedBy('kinds', true, error)}>
      <legend>身份（选填，可多选）</legend>
      <p className="small soft" id="h-kinds">
        只供组织活动时参考，不公开；不选不影响报名，选了随时可以去掉。
      </p>
      {optionsOf<PersonKind>(PERSON_KINDS).map(({ label, value }) => (
        <div key={value}>
          <label className="check">
            <input
              type="checkbox"
              name="kinds"
              value={value}
              defaultChecked={chosen.includes(value)}
              aria-describedby={`h-${value}`}
            />
            <span>{label}</span>
          </label>
          <p className="small soft below-check" id={`h-${value}`}>
            {PERSON_KIND_HINTS[value]}
          </p>
        </div>
      ))}
      <Wrong name="kinds" error={error} />
    </fieldset>
  )
}

interface TextProps {
  name: Exclude<keyof ProfileValues, 'kinds'>
  label: string
  hint: string
  maxLength: number
  autoComplete?: string
  values: ProfileValues
  errors: Record<string, string>
}

function Text({ name, label, hint, values, errors, ...attributes }: TextProps) {
  return (
    <div className="field">
      <label htmlFor={`f-${name}`}>{label}</label>
      <input
        id={`f-${name}`}
        name={name}
        defaultValue={values[name]}
        {...attributes}
        {...describedBy(name, true, errors[name])}
        {...toFirstWrong(errors[name])}
      />
      <p className="small soft" id={`h-${name}`}>
        {hint}
      </p>
      <Wrong name={name} error={errors[name]} />
    </div>
  )
}

interface ChoiceProps {
  name: 'unit' | 'station'
  label: string
  hint: string
  groups: ChoiceGroup[]
  values: ProfileValues
  errors: Record<string, string>
}

function Choice({ name, label, hint, groups, values, errors }: ChoiceProps) {
  return (
    <div className="field">
      <label htmlFor={`f-${name}`}>{label}</label>
      <select
        id={`f-${name}`}
        name={name}
        defaultValue={values[name]}
        {...describedBy(name, true, errors[name])}
        {...toFirstWrong(errors[name])}
      >
        <option value="">不填</option>
        {groups.map((group) => (
          <optgroup key={group.label} label={group.label}>
            {group.choices.map(({ id, name: choice }) => (
              <option key={id} value={id}>
                {choice}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <p className="small soft" id={`h-${name}`}>
        {hint}
      </p>
      <Wrong name={name} error={errors[name]} />
    </div>
  )
}

function Wrong({ name, error }: { name: string; error: string | undefined }) {
  return (
    error && (
      <p className="field-error" id={`e-${name}`}>
        {error}
      </p>
    )
  )
}

/** Of several that are wrong the browser goes to the first. */
const toFirstWrong = (error: string | undefined) => ({ autoFocus: error ? true : undefined })

const describedBy = (name: string, hasHint: boolean, error: string | undefined) => ({
  'aria-invalid': error ? (true as const) : undefined,
  'aria-describedby': [...(hasHint ? [`h-${name}`] : []), ...(error ? [`e-${name}`] : [])].join(' ') || undefined,
})

/** A new phone or mail counts once the code that was sent to it has been typed in; until then the one before does. */
function Contact({ contact }: { contact: OwnContact }) {
  const { field, current, typed, isCodeSent, error } = contact
  const kind = CONTACTS[field]
  return (
    <section className="card stack-s" aria-labelledby={`own-${field}`}>
      <h2 id={`own-${field}`}>{kind}</h2>
      <p>{current === null ? `还没有登记${kind}。` : `现在用的是 ${current}。`}</p>
      {isCodeSent ? (
        <>
          <div className="notice" role="status">
            验证码发到 {typed}，5 分钟内有效。确认以后用它登录，其他设备会退出登录；
            {current !== null && '在此以前原来的仍然有效。'}
          </div>
          <CodeForms step={contact} shown={typed} typed={typed} />
          <p>
            <a href="/me/profile">不换了</a>
          </p>
        </>
      ) : (
        <form
          method="post"
          action="/me/contacts"
          className="stack-s"
          noValidate
          aria-label={current === null ? `登记${kind}` : `更换${kind}`}
        >
          <input type="hidden" name="field" value={field} />
          <div className="field">
            <label htmlFor={`new-${field}`}>新{kind}</label>
            <input
              id={`new-${field}`}
              name="contact"
              type={field === 'phone' ? 'tel' : 'email'}
              autoComplete={field === 'phone' ? 'tel' : 'email'}
              maxLength={254}
              defaultValue={typed}
              {...describedBy(`new-${field}`, true, error ?? undefined)}
              {...toFirstWrong(error ?? undefined)}
            />
            <p className="small soft" id={`h-new-${field}`}>
              新{kind}会收到验证码，确认以后才更换。
            </p>
            <Wrong name={`new-${field}`} error={error ?? undefined} />
          </div>
          <button className="button" name="send" value="1">
            发送验证码
          </button>
        </form>
      )}
    </section>
  )
}
