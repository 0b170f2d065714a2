export interface Page<T> {
  docs: T[]
  page: number
  totalPages: number
  totalDocs: number
}
