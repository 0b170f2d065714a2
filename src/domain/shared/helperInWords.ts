/** A helper at the door: the label of their link, and the member of staff who answers for them. */
export const helperInWords = (label: string, maker: string): string => `${label}（门口协助，由 ${maker} 开通）`
