import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import './button.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'plain' | 'primary' | 'quiet' | 'link';
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with words. */
export function Button({ look = 'plain', className = '', type = 'button', ...rest }: ButtonProps) {
  return <button {...rest} type={type} className={`button button-${look} ${className}`} />;
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  /** What it does: the name for all who cannot see the icon, and the tooltip for all who can. */
  readonly label: string;
  /** The key that does the same, shown in the tooltip. */
  readonly hint?: string | undefined;
  readonly children: ReactNode;
}

/** A button with a picture. Its tooltip is there for the pointer and for the focus. */
export function IconButton({ label, hint, className = '', children, ...rest }: IconButtonProps) {
  return (
    <Button
      {...rest}
      className={`icon-button ${className}`}
      aria-label={label}
      data-tip={hint ? `${label} (${hint})` : label}
    >
      {children}
    </Button>
  );
}
