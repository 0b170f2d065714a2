import { Island } from '../../shared/Island.tsx'
import { HelperDoor } from './door/HelperDoor.tsx'

/** The same for everybody, and kept on the phone as it is: which door it opens, the link says to the script alone. */
export function HelperPage() {
  return (
    <div className="wrap stack">
      <Island name="helper-door" component={HelperDoor} props={{}} />
      <noscript>
        <p className="notice notice-wait">门口协助需要脚本，请换用系统自带的浏览器打开。</p>
      </noscript>
    </div>
  )
}
