/** Where to go next, within this site only. */
export function localPath(next: unknown, fallback: string): string {
  return typeof next === 'string' && /^\/(?![/\\])[^\p{Cc}]{0,300}$/u.test(next) ? next : fallback
}
