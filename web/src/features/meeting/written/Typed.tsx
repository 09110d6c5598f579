import { useTyped } from './useWritten';
import './written.css';

/** What somebody types, on the face, letter by letter. No live region: every letter would be read aloud. */
export function Typed({ id }: { id: string }) {
  const text = useTyped(id);
  return text ? <p className="kring-typed">{text}</p> : null;
}
