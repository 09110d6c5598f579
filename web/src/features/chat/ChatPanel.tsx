export default function ChatPanel(_: { channel: string; answerTime: string }) {
  return null;
}
