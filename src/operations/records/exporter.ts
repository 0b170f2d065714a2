import { openExport } from './exportFile.ts'
import { serveExport } from './serveExport.ts'

/** The entry point of the worker thread that runExport.ts starts. */
await serveExport(openExport)
