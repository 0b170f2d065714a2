export const CONTACTS = { phone: '手机号', email: '邮箱' } as const

/** How far a contact's confirmation has come. */
export interface ContactStep {
  field: keyof typeof CONTACTS
  /** A code is on its way, so it is asked for. */
  isCodeSent: boolean
  error: string | null
}

/**
 * Takes a contact over by the code that was sent to it, and has one sent. `typed` here, or else one that waits on the
 * record.
 */
export function CodeForms({
  step: { field, isCodeSent, error },
  shown,
  typed,
}: {
  step: ContactStep
  shown: string
  typed?: string
}) {
  const contact = (
    <>
      <input type="hidden" name="field" value={field} />
      {typed !== undefined && <input type="hidden" name="contact" value={typed} />}
    </>
  )
  return (
    <>
      {isCodeSent && (
        <form
          method="post"
          action="/me/contacts"
          className="stack-s"
          noValidate
          aria-label={`确认新${CONTACTS[field]}`}
        >
          {contact}
          <div className="field">
            <label htmlFor={`code-${field}`}>发到 {shown} 的验证码</label>
            <input
              id={`code-${field}`}
              name="code"
              className="code-input"
              autoComplete="one-time-code"
              inputMode="numeric"
              maxLength={20}
              autoFocus
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
        {contact}
        <button className={`button ${isCodeSent ? '' : 'button-primary'}`} name="send" value="1">
          {isCodeSent ? '重新发送验证码' : '发送验证码'}
        </button>
      </form>
    </>
  )
}
