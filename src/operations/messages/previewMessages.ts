import type { PayloadRequest } from 'payload'
import { DAY_MS, dayOf, HOUR_MS, startOfDay } from '../../domain/shared/calendar.ts'
import { MESSAGE_KINDS, type MessageKind } from '../../domain/messages/vocabulary.ts'
import { isOptional } from '../../domain/messages/messages.ts'
import { qrPng } from '../../email/qrPng.ts'
import {
  renderCertificates,
  renderMessage,
  type CertificatesFacts,
  type MessageFacts,
  type RenderedMessage,
} from '../../email/templates.ts'
import { requireStaff } from '../identity/requireUser.ts'

export interface MessagePreview extends RenderedMessage {
  kind: MessageKind
  isOptional: boolean
}

/**
 * Every message as it would arrive, with invented people and places. @throws AppError not-logged-in, forbidden for
 * people
 */
export function previewMessages(req: PayloadRequest, now: Date): MessagePreview[] {
  requireStaff(req)
  // Tomorrow, on the clock of Beijing.
  const midnight = startOfDay(dayOf(now)).getTime() + DAY_MS
  const at = (hour: number): string => new Date(midnight + hour * HOUR_MS).toISOString()
  const origin = new URL(req.payload.config.serverURL).origin
  const facts: MessageFacts = {
    name: '张三',
    activity: {
      title: '暖“蜂”义剪',
      startsAt: at(15),
      endsAt: at(17),
      place: '示例社区党群服务中心',
      contact: '0752-0000000',
      cancelReason: '场地临时检修',
    },
    size: 1,
    reason: '前面有 2 人候补，排为第 23 号',
    isOwnDoing: false,
    until: at(14),
    writtenAt: now.toISOString(),
    correction: { isAccepted: true, answer: '已核对签到表，时长改为 120 分钟' },
    words: { text: '活动室改到二楼，有雨，请带雨具。', unit: '示例社区' },
    changeReason: '活动室检修',
    before: { startsAt: at(9), endsAt: at(11), place: '示例社区文化广场' },
    links: {
      activity: `${origin}/activities`,
      mine: `${origin}/me`,
      ticket: `${origin}/me`,
      record: `${origin}/me/records`,
      settings: `${origin}/message-settings`,
    },
  }
  const reasons: Partial<Record<MessageKind, string>> = {
    refused: '本场仅限本社区居民，欢迎报名下一场',
    cancelled: '组织者取消',
  }
  const ticketImage = `data:image/png;base64,${qrPng('XF1').toString('base64')}`
  const certificates: CertificatesFacts = {
    name: facts.name,
    certificates: [
      {
        number: 'XF-000000-000000-000000',
        issuer: '示例社区',
        kind: 'activity',
        title: facts.activity.title,
        from: at(15),
        to: at(15),
      },
    ],
    links: { certificates: `${origin}/me/certificates`, settings: facts.links.settings },
  }
  const rendered = (kind: MessageKind): RenderedMessage =>
    kind === 'certificateIssued'
      ? renderCertificates(certificates)
      : renderMessage(kind, { ...facts, reason: reasons[kind] ?? facts.reason }, ticketImage)
  return (Object.keys(MESSAGE_KINDS) as MessageKind[]).map((kind) => ({
    kind,
    isOptional: isOptional(kind),
    ...rendered(kind),
  }))
}
