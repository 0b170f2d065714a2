export const BRAND_TEXTS = {
  product: '先“蜂”',
  tagline: '志愿服务与活动管理',
} as const
