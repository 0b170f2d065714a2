import axe from 'axe-core'
import type { Page } from 'playwright-core'

/**
 * For pages of Payload's too: whether landmarks nest well is its affair; what people cannot read, reach or hear named
 * is ours.
 */
export const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe finds on the page; its context bypasses the content security policy, which forbids injected scripts. */
export async function complaintsOfAxe(page: Page, tags: string[] = []): Promise<string[]> {
  await page.addScriptTag({ content: axe.source })
  const { violations } = await page.evaluate(
    (only) => window.axe.run(document, { resultTypes: ['violations'], ...(only.length > 0 && { runOnly: only }) }),
    tags,
  )
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html }) => `${id} (${impact}): ${html.slice(0, 160)}`),
  )
}

declare global {
  interface Window {
    axe: typeof axe
  }
}
