/** Enough of an address for its holder to know it: l***@example.org. */
export const maskEmail = (email: string): string => `${[...email][0] ?? ''}***${email.slice(email.lastIndexOf('@'))}`
