export const QUESTION_TEXTS = {
  unnamed: (number: number) => `第 ${number} 题（未填写）`,
  always: '留空表示问每一个人。',
  noEarlier: '留空表示问每一个人；要设条件，请在前面先加单选、多选、是否、勾选或评分的问题。',
} as const
