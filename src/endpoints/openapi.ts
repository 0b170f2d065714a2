import { z } from 'zod'
import { ERRORS, type ErrorCode } from '../domain/shared/AppError.ts'
import { isAnsweredAgain, KEY_HEADER, type Call } from './endpoint.ts'
import { HELPER_COOKIE } from './sessionCookie.ts'

type AnyCall = Pick<
  Call<string, unknown, unknown>,
  'method' | 'path' | 'summary' | 'who' | 'params' | 'answers' | 'errors' | 'isSecret' | 'isFile'
> & { query?: z.ZodType; body?: z.ZodType }

const schemaOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', target: 'draft-2020-12' })

const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }

const idempotencyKey = {
  name: KEY_HEADER,
  in: 'header',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 257 },
  description:
    '同一请求重发时带上同一个值（如 UUID）：24 小时内只执行一次，再次请求得到原来的回答，并带 Idempotency-Replayed: true。',
}

/** OpenAPI 3.1 of the HTTP contract, from the schemas that validate the requests. */
export function openApiOf(calls: AnyCall[], serverUrl: string) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { path, ...rest } of calls) {
    const key = path.replace(/:(\w+)/g, '{$1}')
    paths[key] = { ...paths[key], [rest.method]: operationOf(rest) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '先“蜂” HTTP 接口',
      version: '1.0.0',
      description: '时间为 ISO 8601（UTC）。错误为 RFC 9457，code 不变。令牌放在 Cookie 或 Authorization: JWT … 中。',
    },
    servers: [{ url: `${serverUrl}/api` }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'apiKey', in: 'header', name: 'Authorization', description: 'JWT …' },
        helper: { type: 'apiKey', in: 'cookie', name: HELPER_COOKIE.name, description: '由 POST /door/session 设置' },
      },
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status', 'code', 'detail'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            code: { type: 'string', enum: Object.keys(ERRORS) },
            detail: { type: 'string', description: '给用户看的中文句子' },
            fields: { type: 'object', additionalProperties: { type: 'string' } },
          },
        },
      },
    },
  }
}

const aFile = {
  required: true,
  content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
}

function operationOf({
  method,
  isSecret,
  isFile,
  summary,
  who,
  params,
  query,
  body,
  answers,
  errors,
}: Omit<AnyCall, 'path'>) {
  const queryProperties = query ? ((schemaOf(query).properties ?? {}) as Record<string, object>) : {}
  const codesByStatus = new Map<number, ErrorCode[]>()
  const possible: ErrorCode[] = [
    ...errors,
    ...(body ? (['payload-too-large', 'unsupported-media-type'] as const) : []),
    ...(isAnsweredAgain({ method, isSecret, isFile })
      ? (['idempotency-key-invalid', 'idempotency-key-in-use', 'idempotency-key-reused'] as const)
      : []),
  ]
  for (const code of new Set(possible))
    codesByStatus.set(ERRORS[code].status, [...(codesByStatus.get(ERRORS[code].status) ?? []), code])
  return {
    summary,
    'x-who': who,
    ...(who !== 'anyone' && { security: [{ [who === 'helper' ? 'helper' : 'token']: [] }] }),
    parameters: [
      ...(params ?? []).map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...Object.entries(queryProperties).map(([name, schema]) => ({ name, in: 'query', required: false, schema })),
      ...(isAnsweredAgain({ method, isSecret, isFile }) ? [idempotencyKey] : []),
    ],
    ...(isFile && { requestBody: aFile }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, description]) => [status, { description }])),
      ...Object.fromEntries(
        [...codesByStatus].map(([status, codes]) => [status, { description: codes.join(', '), content: problem }]),
      ),
    },
  }
}
