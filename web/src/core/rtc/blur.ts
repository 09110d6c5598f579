/** What some cameras can do themselves; not yet in TypeScript's list. */
type BlurCapabilities = { backgroundBlur?: boolean[] };

/** Whether this camera lets a page choose that what is behind the person is blurred. */
export function canBlur(camera: MediaStreamTrack | undefined): boolean {
  const { backgroundBlur = [] } = (camera?.getCapabilities?.() ?? {}) as BlurCapabilities;
  return backgroundBlur.includes(true) && backgroundBlur.includes(false);
}

/** Blurs what is behind the person, or shows it. Rejects when the camera refuses. */
export async function blurBackground(camera: MediaStreamTrack, on: boolean): Promise<void> {
  await camera.applyConstraints({ advanced: [{ backgroundBlur: on } as MediaTrackConstraintSet] });
  const { backgroundBlur } = camera.getSettings() as { backgroundBlur?: boolean };
  if (backgroundBlur !== on) throw new Error('the camera did not do what was asked');
}
