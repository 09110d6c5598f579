import { useTyped } from './useWritten';
import './written.css';

/** What somebody types, under the face, letter by letter. It is read aloud by the log of WrittenTools, as a whole. */
export function Typed({ id }: { id: string }) {
  const text = useTyped(id);
  return text ? <p className="kring-typed" aria-hidden="true">{text}</p> : null;
}
