import { CodeForms, CONTACTS, type ContactStep } from './CodeForms.tsx'

export interface PendingContact extends ContactStep {
  /** Masked: the person knows it. */
  shown: string
}

/** Contacts that staff typed: none logs in until its holder takes it over by the code that is sent to it. */
export function PendingContacts({ contacts }: { contacts: PendingContact[] }) {
  return contacts.map((contact) => {
    const { field, shown, isCodeSent, error } = contact
    return (
      <section key={field} className="card stack-s" aria-labelledby={`pending-${field}`}>
        <h2 id={`pending-${field}`}>确认新{CONTACTS[field]}</h2>
        <p>
          工作人员为您登记了新{CONTACTS[field]} {shown}
          。是您的，请用验证码确认，以后可用它登录，其他设备会退出登录；不是您的，请不要确认，并告诉工作人员。
        </p>
        {error !== null && !isCodeSent && (
          <p className="field-error" role="alert">
            {error}
          </p>
        )}
        <CodeForms step={contact} shown={shown} />
      </section>
    )
  })
}
