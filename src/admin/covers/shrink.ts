/** Wide enough for the page on a sharp screen; the server makes its own sizes of it. */
const MAX_SIDE = 1600
/** A request holds 512 KB, and Base64 takes four bytes for three. */
const MAX_BYTES = 370_000
const QUALITIES = [0.85, 0.7, 0.55, 0.4]

/**
 * A photo as a phone takes it, made small enough to send, in Base64: drawn anew here already, so that what came with it
 * does not leave the device. Null for what the browser cannot show.
 */
export async function shrink(file: Blob): Promise<string | null> {
  const picture = await createImageBitmap(file).catch(() => null)
  if (!picture) return null
  const scale = Math.min(1, MAX_SIDE / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  const pen = canvas.getContext('2d')
  if (!pen) return null
  // Under what is see-through: a JPEG would make it black.
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
  let small: Blob | null = null
  for (const quality of QUALITIES) {
    small = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
    if (small && small.size <= MAX_BYTES) break
  }
  return small && base64(new Uint8Array(await small.arrayBuffer()))
}

const CHUNK = 0x8000

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += CHUNK)
    text += String.fromCharCode(...bytes.subarray(from, from + CHUNK))
  return btoa(text)
}
