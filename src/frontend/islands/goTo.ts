/** Leaves for another page. */
export function goTo(href: string): void {
  window.location.assign(href)
}
