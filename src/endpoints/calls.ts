import { CODE_LIFETIME_MS } from '../domain/codes.ts'
import {
  activityQuerySchema,
  cancellationRequestSchema,
  checkInRequestSchema,
  checkOutRequestSchema,
  codeRequestSchema,
  correctionAnswerSchema,
  contactConfirmationSchema,
  copyRequestSchema,
  correctionRequestSchema,
  decisionRequestSchema,
  decisionsRequestSchema,
  evaluationRequestSchema,
  feedbackRequestSchema,
  followingRequestSchema,
  idSchema,
  issueRequestSchema,
  mergeRequestSchema,
  ownChangesSchema,
  registrationRequestSchema,
  revocationRequestSchema,
  selfCheckInRequestSchema,
  seriesRequestSchema,
  sessionRequestSchema,
  verificationRequestSchema,
  walkInRequestSchema,
  wishSchema,
} from '../domain/requests.ts'
import { acceptOffer } from '../operations/acceptOffer.ts'
import { answerCorrection } from '../operations/answerCorrection.ts'
import { evaluateService } from '../operations/evaluateService.ts'
import { giveFeedback } from '../operations/giveFeedback.ts'
import { requestCorrection } from '../operations/requestCorrection.ts'
import { requireStaff } from '../operations/requireUser.ts'
import { addWalkIn } from '../operations/addWalkIn.ts'
import { cancelRegistration } from '../operations/cancelRegistration.ts'
import { changeMe } from '../operations/changeMe.ts'
import { checkIn } from '../operations/checkIn.ts'
import { checkOut } from '../operations/checkOut.ts'
import { confirmContact } from '../operations/confirmContact.ts'
import { copyActivity } from '../operations/copyActivity.ts'
import { createSeries, listSeries } from '../operations/createSeries.ts'
import { editFollowing } from '../operations/editFollowing.ts'
import { correctRegistration } from '../operations/correctRegistration.ts'
import { decideRegistrations } from '../operations/decideRegistrations.ts'
import { decideRegistration } from '../operations/decideRegistration.ts'
import { eraseMe } from '../operations/eraseMe.ts'
import { getCertificateFile } from '../operations/getCertificateFile.ts'
import { getCheckInList } from '../operations/getCheckInList.ts'
import { getMe, getMyData } from '../operations/getMyData.ts'
import { getPublicActivity } from '../operations/getPublicActivity.ts'
import { getSelfCheckInCode } from '../operations/getSelfCheckInCode.ts'
import { issueCertificates } from '../operations/issueCertificates.ts'
import { listMyCertificates } from '../operations/listMyCertificates.ts'
import { listMyRegistrations } from '../operations/listMyRegistrations.ts'
import { listPublicActivities } from '../operations/listPublicActivities.ts'
import { listTargets } from '../operations/listTargets.ts'
import { mergePeople } from '../operations/mergePeople.ts'
import { openSession } from '../operations/openSession.ts'
import { register } from '../operations/register.ts'
import { requestCode, type Contact } from '../operations/requestCode.ts'
import { revokeCertificate } from '../operations/revokeCertificate.ts'
import { selfCheckIn } from '../operations/selfCheckIn.ts'
import { verifyCertificate } from '../operations/verifyCertificate.ts'
import { json, parseOrThrow, type Call } from './endpoint.ts'
import { sessionCookie } from './sessionCookie.ts'

const call = <Params extends string = never, Query = undefined, Body = undefined>(definition: Call<Params, Query, Body>) => definition

export const listActivitiesCall = call({
  method: 'get',
  path: '/public/activities',
  summary: '公开活动列表：按品牌、主题、单位（含下级）、日期、是否可报名和关键词筛选，默认只列未结束的、最近开始的在前；when=past 列已结束的，when=all 列全部，给出日期时列那些日子的，均为最新的在前；每页 20 条',
  who: 'anyone',
  query: activityQuerySchema,
  answers: { 200: '一页活动：docs, page, totalPages, totalDocs' },
  errors: ['invalid-input'],
  handle: async ({ req, query, now }) => json(await listPublicActivities(req, query, now)),
})

export const getActivityCall = call({
  method: 'get',
  path: '/public/activities/:id',
  summary: '一场公开活动',
  who: 'anyone',
  params: ['id'],
  answers: { 200: '活动' },
  errors: ['invalid-input', 'not-found'],
  handle: async ({ req, params, now }) => json(await getPublicActivity(req, parseOrThrow(idSchema, params.id), now)),
})

export const listTargetsCall = call({
  method: 'get',
  path: '/public/targets',
  summary: '全部目标：goal 目标值，tally 由记录计出的累计，opening 期初数（单独列示），asOf 截至时间',
  who: 'anyone',
  answers: { 200: '目标列表' },
  errors: [],
  handle: async ({ req, now }) => json(await listTargets(req, now)),
})

export const requestCodeCall = call({
  method: 'post',
  path: '/codes',
  summary: '发送六位一次性验证码（5 分钟有效）；无论是否注册过，回答都相同',
  who: 'anyone',
  body: codeRequestSchema,
  answers: { 202: '已受理；expiresIn 为有效秒数' },
  errors: ['invalid-input', 'invalid-json', 'rate-limited', 'busy'],
  handle: async ({ req, body, now }) => {
    await requestCode(req, body as Contact, now)
    return json({ expiresIn: CODE_LIFETIME_MS / 1000 }, 202)
  },
})

export const openSessionCall = call({
  method: 'post',
  path: '/sessions',
  isSecret: true,
  summary: '用验证码登录；首次使用需要 name 和 consent: true',
  who: 'anyone',
  body: sessionRequestSchema,
  answers: { 201: '{token, person}，并设置 httpOnly Cookie' },
  errors: ['invalid-input', 'invalid-json', 'code-invalid', 'profile-required', 'rate-limited'],
  handle: async ({ req, body, now }) => {
    const session = await openSession(req, body, now)
    return json(session, 201, { 'set-cookie': sessionCookie(session.token) })
  },
})

export const registerCall = call({
  method: 'post',
  path: '/activities/:id/registrations',
  summary: '报名，size 为一起参加的人数（含本人，1–10，名额要么全有要么候补）；已报名时返回 200 和原有结果，可放心重试',
  who: 'person',
  params: ['id'],
  body: registrationRequestSchema,
  answers: { 201: '{id, status, size, position?, offerExpiresAt?, clashes: [{id, title, startsAt}]}，clashes 为本人时间重叠的其他报名（只提醒，不限制）；status 为 confirmed, waitlisted, pending（待审核）或 offered（待确认）', 200: '此前已报名，结果相同' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'registration-closed', 'activity-cancelled', 'full', 'person-merged', 'person-erased', 'rate-limited', 'busy'],
  handle: async ({ req, params, body, now }) => {
    const { created, position, offerExpiresAt, ...rest } = await register(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now)
    return json({ ...rest, ...(position !== null && { position }), ...(offerExpiresAt !== null && { offerExpiresAt }) }, created ? 201 : 200)
  },
})

export const acceptOfferCall = call({
  method: 'post',
  path: '/registrations/:id/acceptance',
  summary: '确认接受保留的名额；重复确认结果相同',
  who: 'person',
  params: ['id'],
  answers: { 200: '{id, status: "confirmed"}' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found', 'offer-lapsed', 'activity-cancelled', 'busy'],
  handle: async ({ req, params, now }) => json(await acceptOffer(req, parseOrThrow(idSchema, params.id), now)),
})

export const decideCall = call({
  method: 'post',
  path: '/registrations/:id/decision',
  summary: '审核报名：通过后按先后得到名额或进入候补；不通过须写明原因，本人可见',
  who: 'staff',
  params: ['id'],
  body: decisionRequestSchema,
  answers: { 200: '{id, status}' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'not-pending', 'activity-draft', 'activity-cancelled', 'activity-ended', 'busy'],
  handle: async ({ req, params, body, now }) => json(await decideRegistration(req, { id: parseOrThrow(idSchema, params.id), ...body }, now)),
})

export const decideManyCall = call({
  method: 'post',
  path: '/activities/:id/decisions',
  summary: '审核一场活动的多条报名，一次最多 500 条；按报名先后逐条处理，不通过须写明原因，本人可见',
  who: 'staff',
  params: ['id'],
  body: decisionsRequestSchema,
  answers: { 200: '{results: [{registration, outcome}]}，outcome 为 confirmed, waitlisted, offered, full（已通过，但无名额也无候补）, refused, not-pending, unknown' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'activity-draft', 'activity-cancelled', 'activity-ended', 'busy'],
  handle: async ({ req, params, body, now }) => json({ results: await decideRegistrations(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now) }),
})

export const cancelCall = call({
  method: 'delete',
  path: '/registrations/:id',
  summary: '取消报名，不影响以后报名；重复取消结果相同；工作人员取消时可写明 reason，本人可见',
  who: 'person or staff',
  params: ['id'],
  body: cancellationRequestSchema,
  answers: { 200: '{id, status: "cancelled"}' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'not-found', 'attendance-recorded', 'activity-ended', 'busy'],
  handle: async ({ req, params, body, now }) => json(await cancelRegistration(req, parseOrThrow(idSchema, params.id), now, body.reason)),
})

export const meCall = call({
  method: 'get',
  path: '/me',
  summary: '当前登录的人',
  who: 'person',
  answers: { 200: '{id, volunteerNumber, phone, email, name, kinds, unit, gender, birthDate, area, skills, serviceKinds}，phone 和 email 打码，完整的见 GET /me/data' },
  errors: ['not-logged-in', 'forbidden'],
  handle: async ({ req }) => json(await getMe(req)),
})

export const changeMeCall = call({
  method: 'patch',
  path: '/me',
  summary:
    '本人更正姓名，填写或收回身份（kinds）、报到单位（unit）等自愿项目：没有写的不变，null 或空列表即收回。kinds 中的 partyMember 属敏感个人信息，填写即单独同意；填写 unit 后，该单位及其上级的工作人员可查看本人记录。已出具的证明不变。手机号和邮箱用 POST /me/contacts 更换',
  who: 'person',
  body: ownChangesSchema,
  answers: { 200: '更正后的本人资料，同 GET /me' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'person-merged', 'person-erased', 'rate-limited', 'busy'],
  handle: async ({ req, body, now }) => json(await changeMe(req, body, now)),
})

export const myRegistrationsCall = call({
  method: 'get',
  path: '/me/registrations',
  summary: '本人的报名，含候补位次和签到票码',
  who: 'person',
  answers: { 200: '报名列表' },
  errors: ['not-logged-in', 'forbidden'],
  handle: async ({ req, now }) => json(await listMyRegistrations(req, now)),
})

export const myDataCall = call({
  method: 'get',
  path: '/me/data',
  summary: '系统保存的本人全部数据（副本）',
  who: 'person',
  answers: { 200: '{person, registrations}' },
  errors: ['not-logged-in', 'forbidden'],
  handle: async ({ req }) => json(await getMyData(req), 200, { 'content-disposition': 'attachment; filename="my-data.json"' }),
})

export const confirmContactCall = call({
  method: 'post',
  path: '/me/contacts',
  summary: '本人更换或添加手机号或邮箱，或确认工作人员登记的：先用 POST /codes 向新的发送验证码；确认以前原来的仍有效，确认后用新的登录，其他设备上的登录随之结束，并通知原来的联系方式。属于另一条人员记录的答 contact-taken',
  who: 'person',
  body: contactConfirmationSchema,
  answers: { 200: '{confirmed: true}' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'code-invalid', 'contact-taken', 'person-merged', 'person-erased', 'rate-limited', 'busy'],
  handle: async ({ req, body, now }) => {
    await confirmContact(req, body, now)
    return json({ confirmed: true })
  },
})

export const eraseMeCall = call({
  method: 'delete',
  path: '/me',
  summary: '注销：清除个人信息，取消未开始的报名；记录数保持不变',
  who: 'person',
  answers: { 200: '{erased: true}' },
  errors: ['not-logged-in', 'forbidden', 'busy'],
  handle: async ({ req, now }) => {
    await eraseMe(req, now)
    return json({ erased: true }, 200, { 'set-cookie': sessionCookie(null) })
  },
})

export const checkInCall = call({
  method: 'post',
  path: '/check-ins',
  summary: '登记到场，一次最多 500 条；重复提交同一批不会改变任何结果',
  who: 'staff',
  body: checkInRequestSchema,
  answers: { 200: '{results: [{clientId, outcome, registration?, standing?}]}，outcome 为 recorded, duplicate, unknown, out-of-scope, wrong-activity, too-early, invalid-time, not-open（活动是草稿或已取消）；duplicate 时 standing 说明已有记录：{attendance, at, method, by}' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'payload-too-large', 'busy'],
  handle: async ({ req, body, now }) => {
    requireStaff(req, body.by)
    return json({ results: await checkIn(req, body.items, now) })
  },
})

export const checkOutCall = call({
  method: 'post',
  path: '/check-outs',
  summary: '登记签退（仅志愿服务类活动），一次最多 500 条；最早的一次为准，重复提交同一批不会改变任何结果；服务时长随之算出',
  who: 'staff',
  body: checkOutRequestSchema,
  answers: {
    200: '{results: [{clientId, outcome}]}，outcome 为 recorded, duplicate, unknown, out-of-scope, wrong-activity, invalid-time, not-service, not-present, before-check-in, too-late（活动结束 1 小时后）, not-open（活动是草稿或已取消）',
  },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'payload-too-large', 'busy'],
  handle: async ({ req, body, now }) => json({ results: await checkOut(req, body.items, now) }),
})

export const walkInCall = call({
  method: 'post',
  path: '/activities/:id/walk-ins',
  summary: '登记现场参加的人（不占名额）；须本人当场同意。按手机号和活动只登记一次，可放心重试；手机号属于别人、或名单中有同名的人时答 walk-in-unclear，以 who 说明：known 同一个人，another 另一个人（手机号归原主，此人不记手机号）；at 为离线登记的时间',
  who: 'staff',
  params: ['id'],
  body: walkInRequestSchema,
  answers: { 201: '{id}', 200: '此人已在名单中，已登记到场' },
  errors: ['walk-in-unclear', 'rate-limited', 'invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'activity-cancelled', 'registration-closed', 'attendance-recorded', 'person-merged', 'person-erased', 'busy'],
  handle: async ({ req, params, body, now }) => {
    requireStaff(req, body.by)
    const { created, id } = await addWalkIn(req, { activityId: parseOrThrow(idSchema, params.id), name: body.name, phone: body.phone, who: body.who, at: body.at }, now)
    return json({ id }, created ? 201 : 200)
  },
})

export const checkInListCall = call({
  method: 'get',
  path: '/activities/:id/check-in-list',
  summary: '现场签到名单：姓名、手机尾号、人数、报名与到场情况；每次查看都会留痕',
  who: 'staff',
  params: ['id'],
  answers: { 200: '{activity, asOf, rows}' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found', 'activity-cancelled'],
  handle: async ({ req, params, now }) => json(await getCheckInList(req, parseOrThrow(idSchema, params.id), now)),
})

export const selfCheckInCodeCall = call({
  method: 'get',
  path: '/activities/:id/self-check-in-code',
  summary: '组织者屏幕上的自助签到码，每 30 秒更换',
  who: 'staff',
  params: ['id'],
  answers: { 200: '{title, code, expiresIn}，expiresIn 为毫秒' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found', 'activity-cancelled', 'check-in-closed'],
  handle: async ({ req, params, now }) => json(await getSelfCheckInCode(req, parseOrThrow(idSchema, params.id), now)),
})

export const selfCheckInCall = call({
  method: 'post',
  path: '/activities/:id/self-check-ins',
  summary: '本人用组织者屏幕上的码签到（自愿，不采集位置）；未报名的按现场参加记录；可放心重试',
  who: 'person',
  params: ['id'],
  body: selfCheckInRequestSchema,
  answers: { 201: '{id, checkedInAt}', 200: '此前已登记到场' },
  errors: ['invalid-input', 'invalid-json', 'code-invalid', 'not-logged-in', 'forbidden', 'not-found', 'activity-cancelled', 'check-in-closed', 'rate-limited', 'person-merged', 'person-erased', 'busy'],
  handle: async ({ req, params, body, now }) => {
    const { isNew, ...rest } = await selfCheckIn(req, { activityId: parseOrThrow(idSchema, params.id), code: body.code }, now)
    return json(rest, isNew ? 201 : 200)
  },
})

export const copyActivityCall = call({
  method: 'post',
  path: '/activities/:id/copies',
  summary: '复制活动为一份草稿，开始时间为 startsAt，时长、报名起止随之移动',
  who: 'staff',
  params: ['id'],
  body: copyRequestSchema,
  answers: { 201: '{id}' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'busy'],
  handle: async ({ req, params, body, now }) => json(await copyActivity(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now), 201),
})

export const createSeriesCall = call({
  method: 'post',
  path: '/activities/:id/series',
  summary: '以本场为首添加同一系列的场次：每周（weekly）、每月第几个周几（monthlyNth）、每月最后一个周几（monthlyLast），一次最多 52 场，时刻按北京时间不变；已有的场次不重复添加',
  who: 'staff',
  params: ['id'],
  body: seriesRequestSchema,
  answers: { 200: '{sessions: [{id, startsAt, outcome, reason?}]}，outcome 为 created, exists, refused' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'busy'],
  handle: async ({ req, params, body, now }) => json(await createSeries(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now)),
})

export const listSeriesCall = call({
  method: 'get',
  path: '/activities/:id/series',
  summary: '本场所在系列的全部场次，最早的在前；不在系列中时为空',
  who: 'staff',
  params: ['id'],
  answers: { 200: '{sessions: [{id, title, startsAt, status}]}' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found'],
  handle: async ({ req, params }) => json(await listSeries(req, parseOrThrow(idSchema, params.id))),
})

export const editFollowingCall = call({
  method: 'post',
  path: '/activities/:id/following',
  summary: '把本场的若干内容用到同一系列以后各场：逐场修改，改不了的说明原因；parts 为 title, time, place, description, contact, capacity, signUp, questions',
  who: 'staff',
  params: ['id'],
  body: followingRequestSchema,
  answers: { 200: '{sessions: [{id, startsAt, outcome, reason?}]}，outcome 为 changed, unchanged, refused' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'not-in-series', 'busy'],
  handle: async ({ req, params, body, now }) => json(await editFollowing(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now)),
})

export const correctCall = call({
  method: 'post',
  path: '/registrations/:id/corrections',
  summary: '更正到场情况或服务时长（整分钟，0–1440；null 表示取消填写，改按规则计算），须写明原因',
  who: 'staff',
  params: ['id'],
  body: correctionRequestSchema,
  answers: { 200: '{id, attendance, came, minutes, minutesSource}' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'busy'],
  handle: async ({ req, params, body, now }) => json(await correctRegistration(req, { id: parseOrThrow(idSchema, params.id), ...body }, now)),
})

export const evaluateCall = call({
  method: 'post',
  path: '/activities/:id/evaluations',
  summary: '评价志愿服务质量，一次最多 500 人；本人可见，不公开、不排名',
  who: 'staff',
  params: ['id'],
  body: evaluationRequestSchema,
  answers: { 200: '{results: [{registration, outcome}]}，outcome 为 recorded, duplicate, unknown, not-served' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'activity-draft', 'activity-cancelled', 'busy'],
  handle: async ({ req, params, body, now }) => json({ results: await evaluateService(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now) }),
})

export const feedbackCall = call({
  method: 'post',
  path: '/registrations/:id/feedback',
  summary: '到场后的反馈：1–5 分和意见（可不填），再次提交以最后一次为准；只有活动组织单位及其上级可见',
  who: 'person',
  params: ['id'],
  body: feedbackRequestSchema,
  answers: { 200: '{id, rating}' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'activity-cancelled', 'not-attended', 'busy'],
  handle: async ({ req, params, body, now }) => json(await giveFeedback(req, { id: parseOrThrow(idSchema, params.id), ...body }, now)),
})

export const requestCorrectionCall = call({
  method: 'post',
  path: '/registrations/:id/correction-requests',
  summary: '本人申请更正记录；每条记录同时只有一份待答复的申请',
  who: 'person',
  params: ['id'],
  body: wishSchema,
  answers: { 201: '{id, status: "open"}' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'correction-open', 'person-merged', 'person-erased', 'busy'],
  handle: async ({ req, params, body }) => json(await requestCorrection(req, { id: parseOrThrow(idSchema, params.id), ...body }), 201),
})

export const answerCorrectionCall = call({
  method: 'post',
  path: '/corrections/:id/answer',
  summary: '答复更正申请，须写明理由，本人可见；采纳时可同时更正到场情况或服务时长',
  who: 'staff',
  params: ['id'],
  body: correctionAnswerSchema,
  answers: { 200: '{id, status}' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'correction-answered', 'busy'],
  handle: async ({ req, params, body, now }) => json(await answerCorrection(req, { id: parseOrThrow(idSchema, params.id), ...body }, now)),
})

export const issueCertificatesCall = call({
  method: 'post',
  path: '/certificates/issue',
  summary: '出具志愿服务记录证明（免费），一次最多 500 人：按活动（activity，可用 registrations 选人），或按单位（含下级）和时段（unit, from, to，可用 people 选人）；重复出具得到同一份',
  who: 'staff',
  body: issueRequestSchema,
  answers: { 200: '{results: [{registration?, person?, outcome, certificate: {id, number} | null, text?, characters?}]}，outcome 为 issued, exists, outdated（记录已变，请撤销后再出具）, unknown, not-served, erased, unnamed（其他单位的人，现场登记时没有说出姓名，请组织部门出具）, unprintable（text 一项中的 characters 字库里没有，不能印）' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'not-certifiable', 'busy'],
  handle: async ({ req, body, now }) => json({ results: await issueCertificates(req, body, now) }),
})

export const revokeCertificateCall = call({
  method: 'post',
  path: '/certificates/:id/revocation',
  summary: '撤销证明，须写明原因，本人可见；核验页显示“已撤销”，不显示原因',
  who: 'staff',
  params: ['id'],
  body: revocationRequestSchema,
  answers: { 200: '{id, number, revokedAt}；此前已撤销时不变' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'busy'],
  handle: async ({ req, params, body, now }) => json(await revokeCertificate(req, { id: parseOrThrow(idSchema, params.id), ...body }, now)),
})

export const mergePeopleCall = call({
  method: 'post',
  path: '/people/:id/merge',
  summary: '合并同一人的两条人员记录，须写明原因：from 并入本条，或本条并入 into（二选一）。报名、记录、证明和所缺的联系方式随之转移，被并入的一条不能再登录；同一活动两条都有报名的只留一条，不重复计数。不能撤销；可放心重试。限组织部门',
  who: 'staff',
  params: ['id'],
  body: mergeRequestSchema,
  answers: { 200: '{id, from}：留下的一条和被并入的一条' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'person-merged', 'person-erased', 'busy'],
  handle: async ({ req, params, body, now }) => {
    const id = parseOrThrow(idSchema, params.id)
    const { into = id, from = id, reason } = body
    return json(await mergePeople(req, { from, into, reason }, now))
  },
})

export const certificateFileCall = call({
  method: 'get',
  path: '/certificates/:id/pdf',
  summary: '下载证明（PDF），每次下载逐字节相同；限本人和出具单位及其上级；证明上有其无权查看的姓名或编号的（外单位现场登记的人），限本人和组织部门',
  who: 'person or staff',
  params: ['id'],
  answers: { 200: 'PDF 文件' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found', 'certificate-revoked'],
  handle: async ({ req, params }) => {
    const { number, file } = await getCertificateFile(req, parseOrThrow(idSchema, params.id))
    return new Response(new Uint8Array(file), {
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': `attachment; filename="${number}.pdf"; filename*=UTF-8''${encodeURIComponent(`志愿服务记录证明 ${number}.pdf`)}`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    })
  },
})

export const myCertificatesCall = call({
  method: 'get',
  path: '/me/certificates',
  summary: '我的证明',
  who: 'person',
  answers: { 200: '证明列表，最近出具的在前' },
  errors: ['not-logged-in', 'forbidden'],
  handle: async ({ req }) => json(await listMyCertificates(req)),
})

export const verifyCertificateCall = call({
  method: 'post',
  path: '/certificates/verification',
  summary: '核验证明：number 为证明编号，或 file 为证明文件（PDF，Base64）；文件改动一个字节即不通过；不显示个人信息',
  who: 'anyone',
  body: verificationRequestSchema,
  answers: { 200: '{outcome, certificate?, revokedAt?}，outcome 为 valid, revoked, unknown（没有这份证明）, altered（文件不是原件）' },
  errors: ['invalid-input', 'invalid-json', 'rate-limited', 'busy'],
  handle: async ({ req, body, now }) => json(await verifyCertificate(req, body.file === undefined ? { number: body.number ?? '' } : { file: Buffer.from(body.file, 'base64') }, now)),
})

export { exportAnswersCall, exportParticipationsCall } from './exportParticipations.ts'
