import { t } from '../../../core/i18n';

/** A radio button cannot be unpressed; who may skip a step may also take the answer back. */
export function Clear({ shown, onClear }: { shown: boolean; onClear: () => void }) {
  if (!shown) return null;
  return (
    <div>
      <button type="button" className="kring-link-button kring-block-link" onClick={onClear}>{t('homework.clear')}</button>
    </div>
  );
}
