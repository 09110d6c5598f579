import type { ReactNode } from 'react';
import { t } from '../../../core/i18n';
import type { RoomProps } from '../stage';
import { ScriptNow } from './ScriptNow';
import { ScriptSteps } from './ScriptSteps';
import { StepTools } from './StepTools';

/** Everything that a facilitator leads with, loaded for facilitators only; `children` are what everybody sees. */
export default function Reins({ children, ...props }: RoomProps & { children: ReactNode }) {
  return (
    <>
      <ScriptNow {...props} />
      {children}
      {!props.room.debrief && (
        <section className="kring-script" aria-label={t('meeting.tools')}>
          <StepTools {...props} />
          {(props.room.script?.length ?? 0) > 0 && <ScriptSteps {...props} />}
        </section>
      )}
    </>
  );
}
