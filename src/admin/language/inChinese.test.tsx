import { expect, it } from '@jest/globals'
import { inChinese } from './inChinese.ts'

const means = {
  nameOf: async (email: string) => (email === 'chen@example.org' ? '陈斌' : null),
  timeOf: () => '2026-11-26 14:25',
}

it('leaves no English on what Payload builds [F14] [m14]', async () => {
  document.body.innerHTML = `
    <div class="checkbox-input"><label for="field-walkIn">现场参加</label><input type="checkbox" id="field-walkIn" title="walkIn" /></div>
    <div class="checkbox-input"><input type="checkbox" id="select-all" title="select-all" aria-label="选择所有行" /></div>
    <table><tbody><tr><td><div class="checkbox-input"><input type="checkbox" id="row" /></div></td><td><a>清扫</a></td></tr></tbody></table>
    <button class="popup-button"><i></i></button><button class="clickable-arrow clickable-arrow--left"></button><button class="clickable-arrow clickable-arrow--right"></button>
    <div class="field-type"><label class="field-label">组织单位<span>*</span></label><input class="rs__input" /><div class="clear-indicator" aria-hidden="true" role="button" tabindex="0"></div></div>
    <div class="condition__field"><input class="rs__input" /></div>
    <ul class="doc-tabs__tabs"><a>编辑</a></ul>
    <div class="multi-value" role="button" aria-roledescription="sortable" tabindex="0">居民<button>x</button></div>
    <div role="log"><span id="aria-results">10 results available.</span><span id="aria-guidance">Use Up and Down to choose options.</span></div>
    <div role="dialog" aria-label="confirm-delete-many-docs"><h1>确认删除</h1></div>
    <ol><li data-sonner-toast><div>Refreshing permissions failed: 没有连上服务器</div></li></ol>
    <div class="collection-list__tables"><div>No columns selected</div></div>
    <section aria-label="Notifications alt+T"><button aria-label="Close toast">x</button></section>
    <button aria-label="Edit 龙溪街道"></button>
    <div id="table" style="display: none;">\n    To pick up a draggable item, press the space bar.</div>
    <div id="DndLiveRegion-0">Picked up draggable item 3.</div>
    <div class="document-locked__content"><p><strong id="who">chen@example.org</strong> 正在编辑</p><p><strong id="since">Nov 26, 2026, 6:25 AM</strong></p></div>
    <div class="document-locked__content"><strong id="stranger">somebody@example.org</strong></div>`
  inChinese(document, means)
  await Promise.resolve()
  const said = [...document.querySelectorAll('*')].flatMap((one) => [
    one.getAttribute('title'),
    one.getAttribute('aria-label'),
    one.children.length === 0 ? one.textContent : null,
  ])
  expect(said.filter((text) => /[a-z]{3}/i.test(text ?? '') && !/\p{Script=Han}/u.test(text ?? ''))).toEqual([])
  expect(document.querySelector('[data-sonner-toast]')).toHaveTextContent(/^没有连上服务器$/)
  expect(document.querySelector('[role=dialog]')?.getAttribute('aria-label')).toBe('确认删除')
  expect(
    [...document.querySelectorAll('button.popup-button, .clickable-arrow, .rs__input')].map((one) =>
      one.getAttribute('aria-label'),
    ),
  ).toEqual(['更多操作', '上一页', '下一页', '组织单位', '筛选的项目'])
  expect([
    document.querySelector('.clear-indicator')?.getAttribute('tabindex'),
    document.querySelector('.doc-tabs__tabs')?.getAttribute('role'),
    document.querySelector('.multi-value')?.getAttribute('role'),
  ]).toEqual(['-1', 'presentation', 'group'])
  expect(document.querySelector('#aria-results')).toHaveTextContent('有 10 个选项')
  expect(document.querySelector('#row')?.getAttribute('aria-label')).toBe('选择清扫')
  expect(document.querySelector('#select-all')?.getAttribute('aria-label')).toBe('选择所有行')
  expect(['who', 'since', 'stranger'].map((id) => document.getElementById(id)?.textContent)).toEqual([
    '陈斌',
    '2026-11-26 14:25',
    '一位同事',
  ])
})
