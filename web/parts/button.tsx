import type { ComponentProps, MouseEvent } from 'react';

interface ButtonLook {
  readonly primary?: boolean;
  readonly danger?: boolean;
  /** Without a border until it is pointed at. */
  readonly plain?: boolean;
  readonly small?: boolean;
  /** As wide as high; it needs an aria-label. */
  readonly icon?: boolean;
  /** It is off: what is under way, or not allowed. It keeps the focus, which a button that the browser switches off throws away. */
  readonly disabled?: boolean;
}

/** A button; its text is a verb. */
export function Button({
  primary,
  danger,
  plain,
  small,
  icon,
  disabled = false,
  className,
  type = 'button',
  onClick,
  ...rest
}: ComponentProps<'button'> & ButtonLook) {
  const looks = [
    'button',
    primary && 'primary',
    danger && 'danger',
    plain && 'plain',
    small && 'small',
    icon && 'icon',
    className,
  ];
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    // Of a form, Enter in a field comes here as well.
    if (disabled) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      type={type}
      className={looks.filter(Boolean).join(' ')}
      aria-disabled={disabled || undefined}
      onClick={press}
      {...rest}
    />
  );
}
