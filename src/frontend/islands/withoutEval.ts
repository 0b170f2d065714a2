import * as z from 'zod'

// Zod compiles checks with eval, which the content security policy forbids; imported before any schema is made.
z.config({ jitless: true })
