import { expect, it } from '@jest/globals'
import { inChinese } from './inChinese.ts'

const means = { nameOf: async (email: string) => (email === 'chen@example.org' ? '陈斌' : null), timeOf: () => '2026-11-26 14:25' }

it('leaves no English on what Payload builds [F14] [m14]', async () => {
  document.body.innerHTML = `
    <div class="checkbox-input"><label for="field-walkIn">现场参加</label><input type="checkbox" id="field-walkIn" title="walkIn" /></div>
    <div class="checkbox-input"><input type="checkbox" id="select-all" title="select-all" aria-label="选择所有行" /></div>
    <table><tbody><tr><td><div class="checkbox-input"><input type="checkbox" id="row" /></div></td><td><a>清扫</a></td></tr></tbody></table>
    <section aria-label="Notifications alt+T"><button aria-label="Close toast">x</button></section>
    <button aria-label="Edit 龙溪街道"></button>
    <div id="table" style="display: none;">\n    To pick up a draggable item, press the space bar.</div>
    <div id="DndLiveRegion-0">Picked up draggable item 3.</div>
    <div class="document-locked__content"><p><strong id="who">chen@example.org</strong> 正在编辑</p><p><strong id="since">Nov 26, 2026, 6:25 AM</strong></p></div>
    <div class="document-locked__content"><strong id="stranger">somebody@example.org</strong></div>`
  inChinese(document, means)
  await Promise.resolve()
  const said = [...document.querySelectorAll('*')].flatMap((one) => [one.getAttribute('title'), one.getAttribute('aria-label'), one.children.length === 0 ? one.textContent : null])
  expect(said.filter((text) => /[a-z]{3}/i.test(text ?? '') && !/\p{Script=Han}/u.test(text ?? ''))).toEqual([])
  expect(document.querySelector('#row')?.getAttribute('aria-label')).toBe('选择清扫')
  expect(document.querySelector('#select-all')?.getAttribute('aria-label')).toBe('选择所有行')
  expect(['who', 'since', 'stranger'].map((id) => document.getElementById(id)?.textContent)).toEqual(['陈斌', '2026-11-26 14:25', '一位同事'])
})
