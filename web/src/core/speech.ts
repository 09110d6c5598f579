/** The device's own voice for a language, if it has one. A voice that sends the words to somebody else's server is none. */
function voiceFor(language: string): SpeechSynthesisVoice | undefined {
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
