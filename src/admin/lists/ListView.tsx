'use client'
import { DefaultListView, useConfig } from '@payloadcms/ui'
import type { ClientField, ListViewClientProps } from 'payload'
import { useMemo, type ReactNode } from 'react'
import { DateFilter } from './DateFilter.tsx'

/** Payload's list, whose filter bar takes days of the county; Payload's own picker goes by the browser's zone. */
export function ListView(props: ListViewClientProps) {
  const { collectionSlug, renderedFilters } = props
  const { getEntityConfig } = useConfig()
  const filters = useMemo(() => {
    const { fields } = getEntityConfig({ collectionSlug })
    return new Map<string, ReactNode>([
      ...(renderedFilters ?? []),
      ...datePathsOf(fields).map((path) => [path, <DateFilter key={path} path={path} />] as const),
    ])
  }, [collectionSlug, getEntityConfig, renderedFilters])
  return <DefaultListView {...props} renderedFilters={filters} />
}

function datePathsOf(fields: ClientField[], before = ''): string[] {
  return fields.flatMap((field) => {
    if (field.type === 'date') return [`${before}${field.name}`]
    if (field.type === 'tabs') return field.tabs.flatMap((tab) => datePathsOf(tab.fields, before))
    if (field.type === 'group' && 'name' in field) return datePathsOf(field.fields, `${before}${field.name}.`)
    return 'fields' in field ? datePathsOf(field.fields, before) : []
  })
}
