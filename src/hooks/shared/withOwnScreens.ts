import type { SanitizedConfig } from 'payload'

/**
 * Every collection's list and form in the admin, those to come too: days by the county's calendar, and a name for what
 * is new.
 */
export function withOwnScreens(config: SanitizedConfig): SanitizedConfig {
  for (const { admin } of config.collections) {
    const components = (admin.components ??= {})
    components.views = {
      ...components.views,
      list: { Component: '/lists/ListView.tsx#ListView', ...components.views?.list },
    }
    components.edit = {
      ...components.edit,
      beforeDocumentControls: [
        ...(components.edit?.beforeDocumentControls ?? []),
        '/records/NewTitle.tsx#NewTitle',
        '/saving/Marks.tsx#Marks',
        '/dates/RecordTimes.tsx#RecordTimes',
      ],
    }
  }
  return config
}
