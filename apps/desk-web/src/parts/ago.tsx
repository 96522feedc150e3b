const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** @param time ISO text */
export function Ago({ time }: { readonly time: string }) {
  return (
    <time dateTime={time} title={new Date(time).toLocaleString()}>
      {tellAgo(Date.now() - Date.parse(time))}
    </time>
  );
}

/** @param milliseconds how long ago */
export function tellAgo(milliseconds: number): string {
  const [unit, length] = units.find(([, size]) => milliseconds >= size) ?? [];
  return unit ? words.format(-Math.floor(milliseconds / length), unit) : 'just now';
}
