import * as z from 'zod'
import { keysOf, MAX_BROADCAST } from '../shared/requests.ts'
import { longText } from '../shared/typedText.ts'
import { AUDIENCES } from './vocabulary.ts'

export const broadcastRequestSchema = z.strictObject({
  audience: z.enum(keysOf(AUDIENCES), '请选择发给谁'),
  text: z
    .string('请填写消息内容')
    .overwrite(longText)
    .min(2, '消息内容至少 2 个字')
    .max(MAX_BROADCAST, `消息内容不超过 ${MAX_BROADCAST} 个字`),
})
export type BroadcastRequest = z.infer<typeof broadcastRequestSchema>
