/** Payload's Chinese texts set a blank beside the name of what they are about, as English does: “成功创建 活动”. */
export function withoutStrayBlanks<T>(texts: T): T {
  if (typeof texts === 'string')
    return texts.replace(/(\p{Script=Han}) (?=\{\{label\}\})|(\{\{label\}\}) (?=\p{Script=Han})/gu, '$1$2') as T
  return Object.fromEntries(
    Object.entries(texts as Record<string, unknown>).map(([name, text]) => [name, withoutStrayBlanks(text)]),
  ) as T
}
