'use client'
import { useState } from 'react'
import { TextInput } from '../signUps/TextInput.tsx'
import { logIn, makeFirstAccount } from './calls.ts'
import { tokenInAddress } from './InvitationForm.tsx'
import { NewPassword } from './NewPassword.tsx'
import { NEW_PASSWORD_TEXTS } from './texts.ts'

export function FirstAccountForm() {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [unit, setUnit] = useState('')
  return (
    <NewPassword
      title={NEW_PASSWORD_TEXTS.first}
      intro={NEW_PASSWORD_TEXTS.firstHint}
      save={async (password) => {
        const answer = await makeFirstAccount({
          token: tokenInAddress(),
          name,
          email,
          password,
          ...(unit.trim() !== '' && { unit }),
        })
        return answer.ok ? logIn(answer.body.email, password) : answer
      }}
    >
      <TextInput label={NEW_PASSWORD_TEXTS.unit} value={unit} onChange={setUnit} isFirst />
      <TextInput label={NEW_PASSWORD_TEXTS.name} autoComplete="name" value={name} onChange={setName} />
      <TextInput
        label={NEW_PASSWORD_TEXTS.email}
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
      />
    </NewPassword>
  )
}
