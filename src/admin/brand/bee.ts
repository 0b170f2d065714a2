/** The product's mark, a bee in two colours: honey amber and deep ink. One source for logo, icon and favicon. */
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<g fill="#f7e3b3" stroke="#1c2536" stroke-width="1.4"><ellipse cx="12.2" cy="8.6" rx="4" ry="6.4" transform="rotate(-24 12.2 8.6)"/><ellipse cx="19.8" cy="8.6" rx="4" ry="6.4" transform="rotate(24 19.8 8.6)"/></g>
<path d="M4 20.5C4 15.6 8.6 12.6 15 12.6S28 15.8 29.6 20.5C28 25.2 21.4 28.4 15 28.4S4 25.4 4 20.5Z" fill="#e9a31b"/>
<path d="M12.2 12.8c-1.8 4.6-1.8 10.8 0 15.4h4.4c-1.8-4.6-1.8-10.8 0-15.4ZM20.6 13.9c-1.6 4.2-1.6 9 0 13.2l3.8-1.7c-1.2-3.2-1.2-6.6 0-9.8Z" fill="#1c2536"/>
<circle cx="7.8" cy="19" r="1.5" fill="#1c2536"/>
</svg>`

export const BEE_DATA_URI = `data:image/svg+xml,${encodeURIComponent(SVG)}`
