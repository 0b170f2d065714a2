import type { Endpoint } from 'payload'
import { env } from '../env.ts'
import * as calls from './calls.ts'
import { endpointOf, json } from './endpoint.ts'
import { openApiOf } from './openapi.ts'

const { registerCall, walkInCall, cancelCall, correctCall } = calls

/** Calls under a collection's own path have to be that collection's endpoints: Payload looks there first. */
export const activityEndpoints: Endpoint[] = [endpointOf(registerCall, '/:id/registrations'), endpointOf(walkInCall, '/:id/walk-ins')]
export const codeEndpoints: Endpoint[] = [endpointOf(calls.requestCodeCall, '/')]
export const registrationEndpoints: Endpoint[] = [endpointOf(cancelCall, '/:id'), endpointOf(correctCall, '/:id/corrections')]

const openApi = openApiOf(Object.values(calls), env.PUBLIC_URL)

export const endpoints: Endpoint[] = [
  endpointOf(calls.listActivitiesCall),
  endpointOf(calls.getActivityCall),
  endpointOf(calls.listTargetsCall),
  endpointOf(calls.openSessionCall),
  endpointOf(calls.meCall),
  endpointOf(calls.myRegistrationsCall),
  endpointOf(calls.myDataCall),
  endpointOf(calls.eraseMeCall),
  endpointOf(calls.checkInCall),
  endpointOf(calls.exportParticipationsCall),
  { method: 'get', path: '/openapi.json', handler: () => json(openApi) },
]
