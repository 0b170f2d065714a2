import type { PayloadRequest } from 'payload'
import { findRow, type AppointmentRow } from '../../database/rows.ts'
import { AppError } from '../../domain/shared/AppError.ts'

/** As it is stored, if the asker may read it. @throws AppError not-logged-in; not-found, also out of scope */
export async function findAppointment(req: PayloadRequest, id: string): Promise<AppointmentRow> {
  if (!req.user) throw new AppError('not-logged-in')
  const visible = await req.payload.findByID({
    collection: 'appointments',
    id,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
    select: { post: true },
  })
  const row = visible && (await findRow(req, 'appointments', id))
  if (!row) throw new AppError('not-found', '没有找到这项任职，请刷新后重试。')
  return row
}
