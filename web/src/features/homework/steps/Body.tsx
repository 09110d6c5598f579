import { sentences } from '../../../core/speech';
import { Text } from '../../../ui';

/** Paragraphs that an author separated by blank lines; `spoken` is the number of the sentence that is being read aloud. */
export function Body({ text, id, spoken }: { text: string | undefined; id?: string; spoken?: number | undefined }) {
  if (!text) return null;
  let number = 0;
  return (
    <div id={id} className="kring-stack kring-stack--tight">
      {text.split(/\n{2,}/).map((paragraph, i) => (
        <Text key={i} prose>
          {spoken === undefined ? paragraph : sentences(paragraph).map((sentence) => {
            const now = number++ === spoken;
            return now ? <mark key={number} className="kring-spoken">{sentence}</mark> : sentence;
          })}
        </Text>
      ))}
    </div>
  );
}
