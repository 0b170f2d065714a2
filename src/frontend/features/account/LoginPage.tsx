import { SignUpForm, type SignUpFormProps } from '../../islands/SignUpForm.tsx'
import { Island } from '../../shared/Island.tsx'

export function LoginPage({ form }: { form: SignUpFormProps }) {
  return (
    <div className="wrap">
      <div className="narrow card sign-up">
        <h1>登录</h1>
        <p className="soft">用手机号或邮箱接收验证码，不用记密码。第一次使用也从这里开始。</p>
        <Island name="sign-up" component={SignUpForm} props={form} />
        <p className="small">
          工作人员请从<a href="/admin">管理后台</a>登录。
        </p>
      </div>
    </div>
  )
}
