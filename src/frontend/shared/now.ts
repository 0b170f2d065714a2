import { createContext, useContext } from 'react'

/** The moment (ISO 8601) at which the page is made, by which its dates say their year or leave it out. */
export const Now = createContext<string | null>(null)

export function useNow(): string {
  const now = useContext(Now)
  if (now === null) throw new Error('A page is rendered inside <Now value=…>')
  return now
}
