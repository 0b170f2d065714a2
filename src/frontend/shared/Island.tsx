import type { ComponentType } from 'react'

/**
 * Marks a part of the page that the browser brings to life; src/frontend/islands/hydrate.tsx or, under /staff/,
 * src/frontend/entry-staff.tsx finds it by name.
 */
export function Island<P extends object>({
  name,
  component: Component,
  props,
}: {
  name: string
  component: ComponentType<P>
  props: P
}) {
  return (
    <div data-island={name} data-props={JSON.stringify(props)}>
      <Component {...props} />
    </div>
  )
}
