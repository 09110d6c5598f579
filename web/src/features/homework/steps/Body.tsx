import { Text } from '../../../ui';

/** Paragraphs that an author separated by blank lines. */
export function Body({ text, id }: { text: string | undefined; id?: string }) {
  if (!text) return null;
  return (
    <div id={id} className="kring-stack kring-stack--tight">
      {text.split(/\n{2,}/).map((paragraph, i) => <Text key={i} prose>{paragraph}</Text>)}
    </div>
  );
}
