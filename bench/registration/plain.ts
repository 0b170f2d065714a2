import express from 'express'
import { compatibilityOptions, mongooseAdapter } from '@payloadcms/db-mongodb'
import { sqliteAdapter } from '@payloadcms/db-sqlite'
import { buildConfig, getPayload } from 'payload'
import { createApi } from '../../src/server/api.ts'

/**
 * What one would write first: Payload's REST with a hook that counts, then creates, on the same rows. It oversells (the
 * control of tests/stampede shows it); here only its speed is of interest.
 */
const uri = process.env.DATABASE_URI ?? ''
const open = { create: () => true, read: () => true }
const config = buildConfig({
  secret: 'x'.repeat(32),
  db: uri.startsWith('mongodb')
    ? mongooseAdapter({
        url: uri,
        ...compatibilityOptions.documentdb,
        transactionOptions: { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } },
        connectOptions: { writeConcern: { w: 'majority' } },
      })
    : sqliteAdapter({
        client: { url: uri },
        idType: 'uuid',
        busyTimeout: 5000,
        wal: { synchronous: 'FULL' },
        push: false,
      }),
  collections: [
    {
      slug: 'activities',
      access: open,
      fields: [
        { name: 'title', type: 'text' },
        { name: 'capacity', type: 'number' },
      ],
    },
    { slug: 'people', access: open, fields: [] },
    {
      slug: 'registrations',
      access: open,
      fields: [
        { name: 'activity', type: 'relationship', relationTo: 'activities', required: true },
        { name: 'person', type: 'relationship', relationTo: 'people', required: true },
        { name: 'status', type: 'text' },
      ],
      hooks: {
        beforeChange: [
          async ({ data, req }) => {
            const activity = await req.payload.findByID({
              collection: 'activities' as never,
              id: data.activity,
              depth: 0,
              req,
            })
            const { totalDocs } = await req.payload.count({
              collection: 'registrations',
              where: { and: [{ activity: { equals: data.activity } }, { status: { equals: 'confirmed' } }] },
              req,
            })
            const { capacity } = activity as unknown as { capacity?: number | null }
            return { ...data, status: !capacity || totalDocs < capacity ? 'confirmed' : 'waitlisted' }
          },
        ],
      },
    },
  ],
  graphQL: { disable: true },
  defaultDepth: 0,
  telemetry: false,
  logger: { options: { level: 'error' } },
})

await getPayload({ config })
const app = express()
app.get('/readyz', (_req, res) => void res.json({}))
app.use('/api', createApi(config))
app.listen(Number(process.env.PORT), '127.0.0.1')
