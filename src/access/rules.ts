import type { Access, FieldAccess } from 'payload'
import { isDepartment, personUser, staffUser, unitOf } from './staffUser.ts'
import { whereInScope, whereInScopeOrAbove } from './unitScope.ts'

/** The vocabulary of access rules; collections name them, the matrix test proves them. */
export const anyone: Access = () => true
export const nobody: Access = () => false
export const department: Access = ({ req }) => isDepartment(req)
export const anyStaff: Access = ({ req }) => staffUser(req) !== null
export const anyStaffField: FieldAccess = ({ req }) => staffUser(req) !== null
/** Of what is kept for the records that name it, that which is still to be chosen. */
export const thoseInUse: Access = () => ({ active: { equals: true } })
export const departmentField: FieldAccess = ({ req }) => isDepartment(req)
export const departmentOrSelfField: FieldAccess = ({ req, id }) =>
  isDepartment(req) || (id !== undefined && personUser(req)?.id === id)
export const nobodyField: FieldAccess = () => false

/** Staff whose subtree holds the record's unit. */
export const staffInScope =
  (unitField = 'unit'): Access =>
  ({ req }) =>
    whereInScope(req, unitField)

/** Staff whose subtree holds the record's unit, or who are below it. */
export const inScopeOrAbove =
  (unitField = 'unit'): Access =>
  ({ req }) =>
    whereInScopeOrAbove(req, unitField)

/** Town staff and the department, within their subtree. */
export const townInScope =
  (unitField = 'unit'): Access =>
  ({ req }) =>
    staffUser(req)?.role !== 'organiser' && whereInScope(req, unitField)

/** The person the record is about. */
export const ownRecord =
  (personField: string): Access =>
  ({ req }) => {
    const person = personUser(req)
    return person !== null && { [personField]: { equals: person.id } }
  }

/** The records that a member of staff has made for themselves. */
export const ownedByStaff =
  (ownerField: string): Access =>
  ({ req }) => {
    const staff = staffUser(req)
    return staff !== null && { [ownerField]: { equals: staff.id } }
  }

/** Those that a colleague of the very same unit shares. */
export const sharedInOwnUnit =
  (ownerField: string): Access =>
  ({ req }) => {
    const staff = staffUser(req)
    return (
      staff !== null && { and: [{ shared: { equals: true } }, { [`${ownerField}.unit`]: { equals: unitOf(staff) } }] }
    )
  }

/**
 * True only inside the named use case of src/operations: people sign up through it and never by writing a record of
 * their own, so its rules cannot be passed by. Nothing that a client sends reaches `req.context`.
 */
export const insideUseCase =
  (...names: string[]): Access =>
  ({ req }) =>
    names.includes(String(req.context.useCase))

export const insideUseCaseField =
  (...names: string[]): FieldAccess =>
  ({ req }) =>
    names.includes(String(req.context.useCase))

/** Grants what any of the rules grants. */
export const anyOf =
  (...rules: Access[]): Access =>
  async (args) => {
    const granted = []
    for (const rule of rules) {
      const result = await rule(args)
      if (result === true) return true
      if (result !== false) granted.push(result)
    }
    return granted.length > 0 && { or: granted }
  }

/** Grants what all of the rules grant. */
export const allOf =
  (...rules: Access[]): Access =>
  async (args) => {
    const granted = []
    for (const rule of rules) {
      const result = await rule(args)
      if (result === false) return false
      if (result !== true) granted.push(result)
    }
    return granted.length === 0 || { and: granted }
  }
