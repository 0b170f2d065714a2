import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { Now } from './now.ts'

/** A page for component tests, made on 26 November 2026 whatever the day. */
export const renderPage = (page: ReactNode) => render(<Now value="2026-11-26T04:00:00.000Z">{page}</Now>)
