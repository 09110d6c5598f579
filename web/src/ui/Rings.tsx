/** The quiet circle behind a page: people around the same middle. Decoration only. */
export function Rings() {
  return (
    <svg className="kring-rings" viewBox="0 0 400 400" fill="none" stroke="currentColor" aria-hidden="true">
      <circle cx="200" cy="200" r="80" strokeWidth="1.5" />
      <circle cx="200" cy="200" r="130" strokeWidth="1.5" />
      <circle cx="200" cy="200" r="185" strokeWidth="1.5" />
      <Seats count={8} radius={130} size={9} />
    </svg>
  );
}

/** Dots on a circle around (200, 200). */
function Seats({ count, radius, size }: { count: number; radius: number; size: number }) {
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count + 0.3;
    return (
      <circle
        key={i}
        cx={200 + radius * Math.cos(angle)}
        cy={200 + radius * Math.sin(angle)}
        r={size}
        fill="currentColor"
        stroke="none"
      />
    );
  });
}

/** The mark of Kring: six seats, one of them yours. */
export function Mark() {
  return <img className="kring-brand__mark" src="/kring.svg" alt="" width={36} height={36} />;
}
