import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { makeCodeReader } from './readCodes.ts'
import { TEXT } from './texts.ts'

const EVERY_MS = 150
/** A code that stays before the camera is one scan. */
const SAME_CODE_MS = 3000

/**
 * The camera, from when it is shown until it is taken away; tells each code once. Nothing of the picture is kept or
 * sent.
 */
export function Scanner({ onCode }: { onCode: (code: string) => void }) {
  const video = useRef<HTMLVideoElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const tell = useEffectEvent(onCode)

  useEffect(() => {
    let stream: MediaStream | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    const run = async (): Promise<void> => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false })
      const read = await makeCodeReader()
      const screen = video.current
      if (isOver || !screen) return stop()
      screen.srcObject = stream
      await screen.play()
      let last = { code: '', seenAt: 0 }
      const look = async (): Promise<void> => {
        const code = await read(screen)
        const now = performance.now()
        if (isOver) return
        if (code !== null) {
          if (code !== last.code || now - last.seenAt > SAME_CODE_MS) tell(code)
          last = { code, seenAt: now }
        }
        timer = setTimeout(() => void look(), EVERY_MS)
      }
      await look()
    }
    const stop = (): void => {
      clearTimeout(timer)
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    run().catch((error: unknown) => {
      if (!isOver)
        setProblem(
          error instanceof DOMException && error.name === 'NotAllowedError' ? TEXT.cameraDenied : TEXT.cameraMissing,
        )
    })
    return () => {
      isOver = true
      stop()
    }
  }, [])

  if (problem) {
    return (
      <p className="notice notice-error" role="alert">
        {problem}
      </p>
    )
  }
  return (
    <figure className="scanner">
      <video ref={video} muted playsInline aria-label={TEXT.camera} />
      <figcaption>{TEXT.aim}</figcaption>
    </figure>
  )
}
