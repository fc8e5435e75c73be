import { type ReactNode, useId } from 'react';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  /** Of several lines. */
  readonly long?: boolean;
  /** Where the focus begins: the form was just asked for. */
  readonly first?: boolean;
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly placeholder?: string;
}

/** A text with its label. */
export function TextField({ label, onText, long = false, first = false, ...given }: TextFieldProps) {
  const id = useId();
  const shared = { id, className: 'input', autoFocus: first, ...given };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {long ? (
        <textarea {...shared} onChange={(event) => onText(event.target.value)} />
      ) : (
        <input {...shared} onChange={(event) => onText(event.target.value)} />
      )}
    </div>
  );
}

interface ChoiceFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onText: (value: string) => void;
  readonly required?: boolean;
  /** Its options. */
  readonly children: ReactNode;
}

/** One of several, with its label. */
export function ChoiceField({ label, onText, children, ...given }: ChoiceFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="input" {...given} onChange={(event) => onText(event.target.value)}>
        {children}
      </select>
    </div>
  );
}
