export interface PendingContact {
  field: 'phone' | 'email'
  /** Masked: the person knows it. */
  shown: string
  /** A code is on its way, so it is asked for. */
  isCodeSent: boolean
  error: string | null
}

const KINDS = { phone: '手机号', email: '邮箱' } as const

/** Contacts that staff typed: none logs in until its holder takes it over by the code that is sent to it. Plain forms, one per contact. */
export function PendingContacts({ contacts }: { contacts: PendingContact[] }) {
  return contacts.map(({ field, shown, isCodeSent, error }) => (
    <section key={field} className="card stack-s" aria-labelledby={`pending-${field}`}>
      <h2 id={`pending-${field}`}>确认新{KINDS[field]}</h2>
      <p>
        工作人员为您登记了新{KINDS[field]} {shown}。是您的，请用验证码确认，以后可用它登录，其他设备会退出登录；不是您的，请不要确认，并告诉工作人员。
      </p>
      {error !== null && !isCodeSent && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      {isCodeSent && (
        <form method="post" action="/me/contacts" className="stack-s" aria-label={`确认新${KINDS[field]}`}>
          <input type="hidden" name="field" value={field} />
          <div className="field">
            <label htmlFor={`code-${field}`}>发到 {shown} 的验证码</label>
            <input
              id={`code-${field}`}
              name="code"
              className="code-input"
              autoComplete="one-time-code"
              inputMode="numeric"
              maxLength={20}
              required
              {...(error !== null && { 'aria-invalid': true, 'aria-describedby': `e-code-${field}` })}
            />
            {error !== null && (
              <p id={`e-code-${field}`} className="field-error">
                {error}
              </p>
            )}
          </div>
          <button className="button button-primary">确认</button>
        </form>
      )}
      <form method="post" action="/me/contacts">
        <input type="hidden" name="field" value={field} />
        <button className={`button ${isCodeSent ? '' : 'button-primary'}`} name="send" value="1">
          {isCodeSent ? '重新发送验证码' : '发送验证码'}
        </button>
      </form>
    </section>
  ))
}
