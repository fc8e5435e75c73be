import type { ComponentProps } from 'react';

interface ButtonLook {
  readonly primary?: boolean;
  readonly danger?: boolean;
  /** Without a border until it is pointed at. */
  readonly plain?: boolean;
  readonly small?: boolean;
  /** As wide as high; it needs an aria-label. */
  readonly icon?: boolean;
}

/** A button; its text is a verb. */
export function Button({
  primary,
  danger,
  plain,
  small,
  icon,
  className,
  type = 'button',
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
  return <button type={type} className={looks.filter(Boolean).join(' ')} {...rest} />;
}
