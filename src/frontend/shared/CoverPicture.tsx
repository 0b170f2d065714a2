import { COVER_WIDTHS, coverAddress, heightOf, type Cover, type CoverWidth } from '../../domain/activities/covers.ts'

interface Props {
  activity: string
  cover: Cover
}

/** Its size is known before it comes, so that nothing moves. */
const sized = ({ activity, cover }: Props, width: CoverWidth) => ({
  className: 'cover',
  src: coverAddress(activity, cover, width),
  alt: cover.alt,
  width,
  height: heightOf(cover, width),
})

/** The picture on the activity's own page. */
export function CoverPicture(props: Props) {
  return (
    <img
      {...sized(props, COVER_WIDTHS[1])}
      srcSet={COVER_WIDTHS.map((width) => `${coverAddress(props.activity, props.cover, width)} ${width}w`).join(', ')}
      // Less than it is on a phone: there, half the points are sharp enough and come sooner.
      sizes="(min-width: 700px) 640px, 240px"
    />
  )
}

/** In a list: the small one, and only when it comes near. */
export function SmallCover(props: Props) {
  return <img {...sized(props, COVER_WIDTHS[0])} loading="lazy" decoding="async" />
}
