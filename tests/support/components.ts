import { afterEach, beforeEach, jest } from '@jest/globals'
import '@testing-library/jest-dom/jest-globals'
import { cleanup } from '@testing-library/react'
import { format, TextDecoder, TextEncoder } from 'node:util'

// jsdom has neither; react-dom/server and zod look for them.
globalThis.TextEncoder ??= TextEncoder
globalThis.TextDecoder ??= TextDecoder as typeof globalThis.TextDecoder

let complaints: string[] = []

beforeEach(() => {
  complaints = []
  jest.spyOn(console, 'error').mockImplementation((...values: unknown[]) => void complaints.push(format(...values)))
})

afterEach(() => {
  cleanup()
  jest.restoreAllMocks()
  // A test that expects one replaces console.error with its own mock.
  if (complaints.length > 0) throw new Error(`Unexpected console.error:\n${complaints.join('\n')}`)
})
