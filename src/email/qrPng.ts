import { crc32, deflateSync } from 'node:zlib'
import QRCode from 'qrcode'

/** Pixels a module, and modules of quiet zone around the code. */
const SCALE = 6
const MARGIN = 4

/**
 * A QR code as a PNG of two colours, for mail programs, which show no SVG. Written here because the library's own PNG,
 * in full colour, takes 30 ms a code, and a reminder goes to hundreds.
 */
export function qrPng(text: string): Buffer {
  const { size, data } = QRCode.create(text).modules
  const width = (size + 2 * MARGIN) * SCALE
  const isDark = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < size && y < size && data[y * size + x] === 1
  const lines = Array.from({ length: size + 2 * MARGIN }, (_, row) => {
    // One byte for the filter, none; then a bit a pixel, white being 1.
    const line = Buffer.alloc(1 + Math.ceil(width / 8), 0xff)
    line[0] = 0
    for (let x = 0; x < width; x += 1) {
      if (isDark(Math.floor(x / SCALE) - MARGIN, row - MARGIN))
        line[1 + (x >> 3)] = (line[1 + (x >> 3)] ?? 0) & ~(0x80 >> (x & 7))
    }
    return line
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(width, 4)
  // One bit deep, greyscale.
  header[8] = 1
  const pixels = deflateSync(Buffer.concat(lines.flatMap((line) => Array.from({ length: SCALE }, () => line))))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}
