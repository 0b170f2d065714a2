import { COVER_WIDTHS, heightOf, type CoverWidth } from '../domain/activities/covers.ts'
import { AppError } from '../domain/shared/AppError.ts'

/** By what the bytes are, whatever name or type came with them. */
const FORMATS = ['jpeg', 'png', 'webp']
/** A picture may claim to have this many pixels: a phone's has 12 to 50 million. More is no photo, or a bomb. */
const MAX_PIXELS = 60_000_000
/** The smallest that is not a blur on a page. */
const MIN_SIDE = 240
/** Higher than wide, or very wide, it is cut in the middle to this, height over width. */
const [FLATTEST, HIGHEST] = [0.4, 0.75]
/** A photo 480 wide is some 25 KB with it: a list of ten is to come over a slow line. */
const QUALITY = 70

export interface EncodedCover {
  ratio: number
  /** WebP, by width. */
  files: Record<CoverWidth, Buffer>
}

/**
 * The picture made anew, in each width: turned as it was taken, without place, camera and whatever else came with it.
 *
 * @throws AppError picture-unusable with the reason
 */
export async function encodeCover(bytes: Buffer): Promise<EncodedCover> {
  const { default: sharp } = await import('sharp')
  const unreadable = () => new AppError('picture-unusable')
  // First the header alone: no pixel is read of what is refused by it.
  const { format, pages, width, height, autoOrient } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw unreadable()
    })
  if (!FORMATS.includes(format) || (pages ?? 1) > 1) throw unreadable()
  if (width * height > MAX_PIXELS)
    throw new AppError('picture-unusable', '图片像素过多，请换一张 6000 万像素以内的照片。')
  if (Math.min(width, height) < MIN_SIDE)
    throw new AppError('picture-unusable', `图片太小，宽和高都应不少于 ${MIN_SIDE} 像素，请换一张。`)
  const ratio = Math.min(Math.max(autoOrient.height / autoOrient.width, FLATTEST), HIGHEST)
  const inWidth = async (wide: CoverWidth): Promise<[CoverWidth, Buffer]> => [
    wide,
    await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
      .autoOrient()
      .resize({ width: wide, height: heightOf({ ratio }, wide), fit: 'cover' })
      .flatten({ background: '#fff' })
      .webp({ quality: QUALITY })
      .toBuffer(),
  ]
  try {
    const files: [CoverWidth, Buffer][] = []
    // One after the other: each holds all pixels of the original.
    for (const width of COVER_WIDTHS) files.push(await inWidth(width))
    return { ratio, files: Object.fromEntries(files) as EncodedCover['files'] }
  } catch {
    throw unreadable()
  }
}
