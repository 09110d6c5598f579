/** The device's own voice for a language, if it has one. A voice that sends the words to somebody else's server is none. */
export function voiceFor(language: string): SpeechSynthesisVoice | undefined {
  return window.speechSynthesis?.getVoices().find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(language));
}

/** Says a short sentence aloud, after what is being said; nothing where the device has no voice for it. */
export function say(sentence: string, language: string): void {
  const voice = voiceFor(language);
  if (!voice) return;
  const words = new SpeechSynthesisUtterance(sentence);
  words.voice = voice;
  words.lang = voice.lang;
  speechSynthesis.speak(words);
}

/** The sentences of a text, each with the white space behind it: together they are the text again. */
export function sentences(text: string): string[] {
  if (!('Segmenter' in Intl)) return text.match(/[^.!?]+[.!?]*\s*|[.!?]+\s*/g) ?? [];
  return Array.from(new Intl.Segmenter('nl', { granularity: 'sentence' }).segment(text), (part) => part.segment);
}

/**
 * Reads a text aloud, sentence by sentence, and tells the number of each as it begins; undefined at the end. Whatever
 * was being said stops first. The answer stops it. Short pieces, because browsers give up on long ones.
 */
export function readAloud(text: string, language: string, tell: (sentence: number | undefined) => void): () => void {
  const voice = voiceFor(language);
  let stopped = false;
  const parts = sentences(text);
  const next = (number: number) => {
    if (stopped) return;
    const words = parts[number];
    if (!voice || words === undefined) return tell(undefined);
    if (words.trim() === '') return next(number + 1); // an empty line: some devices never come to its end
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.onstart = () => !stopped && tell(number);
    utterance.onend = () => next(number + 1);
    utterance.onerror = () => stop();
    speechSynthesis.speak(utterance);
  };
  const stop = () => {
    if (stopped) return;
    stopped = true;
    speechSynthesis.cancel();
    tell(undefined);
  };
  speechSynthesis.cancel();
  next(0);
  return stop;
}

/** Calls back when the device has told which voices it has: some browsers find them a moment after the page. */
export function onVoices(listener: () => void): () => void {
  window.speechSynthesis?.addEventListener?.('voiceschanged', listener);
  return () => window.speechSynthesis?.removeEventListener?.('voiceschanged', listener);
}
