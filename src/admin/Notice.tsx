export interface Said {
  text: string
  isFailed: boolean
}

/** The word on what was just done, or on why it was not, read out at once. */
export const Notice = ({ text, isFailed }: Said) => (
  <p className={`xf-notice xf-notice--${isFailed ? 'failed' : 'done'}`} role={isFailed ? 'alert' : 'status'}>
    {text}
  </p>
)
