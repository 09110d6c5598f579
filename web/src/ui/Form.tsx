import { CircleAlert } from 'lucide-react';
import { useId, type ComponentProps, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes } from 'react';

type FieldProps = { label: string; description?: ReactNode | undefined; error?: string | undefined };

function describedBy(id: string, { description, error }: FieldProps) {
  return [description && `${id}-about`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
}

function Field({ id, label, description, error, children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className={error ? 'utrecht-form-field utrecht-form-field--invalid' : 'utrecht-form-field'}>
      <div className="utrecht-form-field__label">
        <label className="utrecht-form-label" htmlFor={id}>{label}</label>
      </div>
      {description && <div className="kring-field__description" id={`${id}-about`}>{description}</div>}
      {children}
      <FieldError id={`${id}-error`} text={error} />
    </div>
  );
}

export function FieldError({ id, text }: { id?: string; text?: string | undefined }) {
  if (!text) return null;
  return (
    <div className="kring-field__error" id={id} role="alert">
      <CircleAlert size={20} aria-hidden />
      <span>{text}</span>
    </div>
  );
}

type TextBoxProps = FieldProps & InputHTMLAttributes<HTMLInputElement> & { code?: boolean };

export function TextBox({ label, description, error, code, ...rest }: TextBoxProps) {
  const id = useId();
  const names = ['utrecht-textbox', 'utrecht-textbox--html-input', error && 'utrecht-textbox--invalid', code && 'kring-textbox--code'];
  return (
    <Field {...{ id, label, description, error }}>
      <input
        {...rest}
        id={id}
        className={names.filter(Boolean).join(' ')}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { label, description, error })}
      />
    </Field>
  );
}

type TextAreaProps = FieldProps & ComponentProps<'textarea'>;

export function TextArea({ label, description, error, ...rest }: TextAreaProps) {
  const id = useId();
  return (
    <Field {...{ id, label, description, error }}>
      <textarea
        rows={6}
        {...rest}
        id={id}
        className={error ? 'utrecht-textarea utrecht-textarea--invalid' : 'utrecht-textarea'}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { label, description, error })}
      />
    </Field>
  );
}

type SelectProps = FieldProps & SelectHTMLAttributes<HTMLSelectElement>;

export function Select({ label, description, error, children, ...rest }: SelectProps) {
  const id = useId();
  return (
    <Field {...{ id, label, description, error }}>
      <select
        {...rest}
        id={id}
        className={`utrecht-select utrecht-select--html-select${error ? ' utrecht-select--invalid' : ''}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { label, description, error })}
      >
        {children}
      </select>
    </Field>
  );
}

type ChoiceProps = InputHTMLAttributes<HTMLInputElement> & { type: 'checkbox' | 'radio'; label: ReactNode; description?: ReactNode };

/** A checkbox or radio button whose whole line is the target. */
export function Choice({ label, description, ...rest }: ChoiceProps) {
  const id = useId();
  return (
    <label className="kring-choice" htmlFor={id}>
      <input {...rest} id={id} className="kring-choice__input" aria-describedby={description ? `${id}-about` : undefined} />
      <span>
        {label}
        {description && <span className="kring-choice__description" id={`${id}-about`}>{description}</span>}
      </span>
    </label>
  );
}

/** Choices that belong together, with their question. */
export function Choices({ legend, description, error, children }: { legend: string; description?: ReactNode; error?: string | undefined; children: ReactNode }) {
  const id = useId();
  return (
    <fieldset aria-describedby={description ? id : undefined}>
      <legend className="kring-legend">{legend}</legend>
      {description && <div className="kring-field__description" id={id}>{description}</div>}
      <div className="kring-choices">{children}</div>
      <FieldError text={error} />
    </fieldset>
  );
}

type SwitchProps = { checked: boolean; label: string; disabled?: boolean; onChange: (on: boolean) => void; words: { on: string; off: string } };

/** On or off, said in words too. `label` is its name. */
export function Switch({ checked, label, disabled, onChange, words }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      className="kring-switch"
      aria-checked={checked}
      aria-label={label}
      disabled={disabled}
      onClick={() => onChange(!checked)}
    >
      <span className="kring-switch__track"><span className="kring-switch__thumb" /></span>
      <span aria-hidden="true">{checked ? words.on : words.off}</span>
    </button>
  );
}
