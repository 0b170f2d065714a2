import QRCode from 'qrcode'

/** Quiet cells around the code, which readers need. */
const MARGIN = 2

/** A QR code as SVG of our own drawing: black on white in any theme, the same on the server and in the browser. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules
  const side = size + 2 * MARGIN
  let path = ''
  data.forEach((isDark, index) => {
    if (isDark) path += `M${MARGIN + (index % size)} ${MARGIN + Math.floor(index / size)}h1v1h-1z`
  })
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${side} ${side}`} shapeRendering="crispEdges">
      <path fill="#fff" d={`M0 0h${side}v${side}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  )
}
