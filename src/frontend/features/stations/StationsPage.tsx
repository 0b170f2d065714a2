import type { StationSummary } from '../../../domain/units/views.ts'
import { STATION_LEVELS, type StationLevel } from '../../../domain/units/vocabulary.ts'
import { Icon } from '../../shared/icons.tsx'

const MEANING: Record<StationLevel, string> = {
  station: '站：设施最全，可办活动、可办事',
  nest: '巢：街头歇脚，喝水、充电、避雨',
  point: '点：商铺和网点里的一处便利',
}

export function StationsPage({ stations }: { stations: StationSummary[] }) {
  return (
    <div className="wrap stack">
      <h1>先“蜂”空间</h1>
      <p className="soft">为骑手、快递员、网约车司机等准备的 {stations.length} 处歇脚、充电、办事的地方，人人可进。</p>
      {stations.length === 0 && <p className="notice">空间信息正在整理，请稍后再来。</p>}
      {(Object.keys(STATION_LEVELS) as StationLevel[]).map((level) => {
        const own = stations.filter((station) => station.level === level)
        if (own.length === 0) return null
        return (
          <section className="stack" key={level} aria-labelledby={level}>
            <h2 id={level}>
              {STATION_LEVELS[level]}（{own.length} 处）
            </h2>
            <p className="soft">{MEANING[level]}</p>
            <ul className="cards">
              {own.map((station) => (
                <li className="card stack-s" key={station.id}>
                  <h3>{station.name}</h3>
                  <ul className="facts small">
                    <li className="fact">
                      <Icon name="pin" />
                      <span>
                        {station.address}
                        {station.town ? `（${station.town.name}）` : ''}
                      </span>
                    </li>
                    <li className="fact">
                      <Icon name="clock" />
                      <span>{station.openingHours}</span>
                    </li>
                  </ul>
                  {station.facilities.length > 0 && <p className="small soft">{station.facilities.join(' · ')}</p>}
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}
