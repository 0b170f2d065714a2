export interface VerifyPageProps {
  number: string
  /** The faults of the form that was sent, by input. */
  errors: { number?: string; file?: string }
}

/** Where anybody verifies a certificate, by its number or by its file. Plain forms. */
export function VerifyPage({ number, errors }: VerifyPageProps) {
  return (
    <div className="wrap">
      <div className="narrow stack">
        <header className="stack-s">
          <h1>核验志愿服务证明</h1>
          <p className="soft">任何人都可以核验，不必登录。核验结果不显示个人信息。</p>
        </header>
        <form method="get" action="/certificates" className="card stack-s" noValidate>
          <h2>按编号</h2>
          <div className="field">
            <label htmlFor="f-number">证明编号</label>
            <input
              id="f-number"
              name="number"
              defaultValue={number}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={60}
              placeholder="XF-……"
              aria-invalid={errors.number ? true : undefined}
              aria-describedby={errors.number ? 'e-number' : undefined}
            />
            {errors.number && (
              <p id="e-number" className="field-error">
                {errors.number}
              </p>
            )}
          </div>
          <button className="button button-primary button-wide">核验编号</button>
        </form>
        <form method="post" action="/certificates" encType="multipart/form-data" className="card stack-s" noValidate>
          <h2>按文件</h2>
          <p className="small soft">
            上传收到的 PDF 原件，可以查出内容有没有被改动，一个字节也不差。文件只用于核验，不保存。
          </p>
          <div className="field">
            <label htmlFor="f-file">证明文件（PDF）</label>
            <input
              id="f-file"
              name="file"
              type="file"
              accept="application/pdf"
              aria-invalid={errors.file ? true : undefined}
              aria-describedby={errors.file ? 'e-file' : undefined}
            />
            {errors.file && (
              <p id="e-file" className="field-error">
                {errors.file}
              </p>
            )}
          </div>
          <button className="button button-wide">核验文件</button>
        </form>
      </div>
    </div>
  )
}
