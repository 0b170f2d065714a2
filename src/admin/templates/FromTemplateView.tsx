import { Link } from '@payloadcms/ui'
import type { AdminViewServerProps } from 'payload'
import { listTemplates } from '../../operations/activities/templates.ts'
import { PATHS } from '../paths.ts'
import { requireLogIn, Screen } from '../Screen.tsx'
import { FromTemplateForm, type ShownTemplate } from './FromTemplateForm.tsx'
import { TEMPLATE_TEXTS } from './texts.ts'

/** A new activity from a template: which one, when, and out. */
export async function FromTemplateView(view: AdminViewServerProps) {
  const { req } = view.initPageResult
  requireLogIn(req, PATHS.fromTemplate)
  const usable = await listTemplates(req)
  const { docs: units } = await req.payload.find({
    collection: 'units',
    where: { id: { in: usable.flatMap(({ template, unit }) => [String(template.unit), unit]) } },
    select: { name: true },
    depth: 0,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const nameOf = (id: string): string => units.find((unit) => unit.id === id)?.name ?? ''
  const templates = usable.map(({ template, unit }): ShownTemplate => {
    const { id, name, title, line, place, duration, capacity, ledger, questions, approval } = template
    return {
      id,
      name,
      title,
      line,
      place,
      duration,
      capacity: capacity ?? null,
      ledger,
      questions: questions?.length ?? 0,
      approval: approval ?? false,
      owner: nameOf(String(template.unit)),
      unit: nameOf(unit),
    }
  })
  return (
    <Screen
      view={view}
      title={TEMPLATE_TEXTS.title}
      intro={TEMPLATE_TEXTS.intro}
      aside={
        <Link className="xf-button" href={PATHS.templates}>
          {TEMPLATE_TEXTS.manage}
        </Link>
      }
    >
      <FromTemplateForm templates={templates} />
    </Screen>
  )
}
