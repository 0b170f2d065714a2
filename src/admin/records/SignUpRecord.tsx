import type { JSONFieldServerComponent } from 'payload'
import { signUpInWords } from '../../operations/seats/signUpInWords.ts'
import { SignUpDetails } from '../signUps/SignUpDetails.tsx'

/**
 * On a registration's own page what its line in the sheet shows. Payload's own field would load an editor from abroad.
 */
export const SignUpRecord: JSONFieldServerComponent = async ({ data, req }) => (
  <SignUpDetails signUp={await signUpInWords(req, data)} />
)

/** Shown by the field above. */
export const Nothing: JSONFieldServerComponent = () => null
