'use client'
import { useConfig, useDocumentInfo, useDocumentTitle, useTranslation } from '@payloadcms/ui'
import { getTranslation } from '@payloadcms/translations'
import { useEffect } from 'react'

/** A new record is called so until it has a name. */
export function NewTitle() {
  const { id, collectionSlug = '' } = useDocumentInfo()
  const { title, setDocumentTitle } = useDocumentTitle()
  const { getEntityConfig } = useConfig()
  const { i18n } = useTranslation()
  const label = getTranslation(getEntityConfig({ collectionSlug })?.labels.singular ?? '', i18n)
  const isUntitled = id === undefined && title === `[${i18n.t('general:untitled')}]`
  useEffect(() => {
    if (!isUntitled) return
    // After Payload's own effects, which say how it is called once more.
    const frame = requestAnimationFrame(() => setDocumentTitle(i18n.t('general:createNewLabel', { label })))
    return () => cancelAnimationFrame(frame)
  }, [isUntitled, label, i18n, setDocumentTitle])
  return null
}
