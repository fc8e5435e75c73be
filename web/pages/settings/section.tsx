import { type ReactNode, useId } from 'react';

/** A part of the settings: what it is, what it does, and its controls. */
export function Section({
  title,
  about,
  tools,
  children,
}: {
  title: string;
  about: string;
  tools?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head settings-head">
        <div className="grow">
          <h2 id={id}>{title}</h2>
          <p className="soft settings-about">{about}</p>
        </div>
        {tools}
      </div>
      {children}
    </section>
  );
}

/** A control with its label above it. */
export function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    // The control is what is given.
    // biome-ignore lint/a11y/noLabelWithoutControl: see above
    <label className="field">
      <span className="label">{label}</span>
      {children}
    </label>
  );
}
