import type { FieldHook } from 'payload'
import { decryptField, encryptField, isEncrypted } from '../privacy/cipher.ts'

export const encryptOnWrite: FieldHook = ({ value }) =>
  typeof value === 'string' && value !== '' && !isEncrypted(value) ? encryptField(value) : value

export const decryptOnRead: FieldHook = ({ value }) => (isEncrypted(value) ? decryptField(value) : value)
