import { Island } from '../../shared/Island.tsx'
import { RotatingCode, type RotatingCodeProps } from './RotatingCode.tsx'

/** For a projector: nothing but the code and what to do with it. */
export function CodePage(props: RotatingCodeProps) {
  return (
    <div className="code-page">
      <Island name="rotating-code" component={RotatingCode} props={props} />
    </div>
  )
}
