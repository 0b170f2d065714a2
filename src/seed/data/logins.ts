/** The demo's log-ins. `.invalid` can never be a real domain (RFC 2606); the password is public and for a demo only. */
export const DEMO_PASSWORD = 'luofu-demo-2026'

export const mailbox = (name: string): string => `${name}@demo.invalid`

/** Logs in to the admin with DEMO_PASSWORD; town users are made for every town. */
export const DEMO_STAFF = {
  department: mailbox('zuzhibu'),
  town: mailbox('longxi'),
  organiser: mailbox('shequ'),
} as const

/** Log in to the public site with a one-time code, which the demo writes to its outbox. */
export const DEMO_RIDER = { name: '陈家乐', email: mailbox('rider'), phone: '15400000001' } as const
export const DEMO_MEMBER = { name: '李雅文', email: mailbox('member'), phone: '15400000002' } as const

/** Hold a post in the demo's community. */
export const DEMO_GRID_HEAD = { name: '黄志坚', email: mailbox('wangge') } as const
export const DEMO_LANE_CHIEF = { name: '曾玉梅', email: mailbox('xiangzhang') } as const

/** The community of the demo's organiser; the busiest of the demo. */
export const DEMO_COMMUNITY = '龙溪社区'
/** The town that it lies in. */
export const DEMO_TOWN = '龙溪街道'
/** The organisation of the demo's Party member; it pairs with that community. */
export const DEMO_ORGANISATION = '龙溪中学党支部'
