import { expect, test } from '@jest/globals'
import jsQR from 'jsqr'
import sharp from 'sharp'
import { qrPng } from './qrPng.ts'

test('a reader finds the text in the picture', async () => {
  const text = 'XF1.3f2504e0-4f89-41d3-9a0c-0305e82c3301.abcdefghijklmnopqrstuv'
  const { data, info } = await sharp(qrPng(text))
    .ensureAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect(jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data).toBe(text)
})
