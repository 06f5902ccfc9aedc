import { useEffect, useRef, type ReactNode } from 'react';
import { IconButton } from './Button';
import { CloseIcon } from './icons';
import './sheetDialog.css';

interface SheetDialogProps {
  readonly title: string;
  /** A further class, for the look of what is inside. */
  readonly className?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A sheet over the page: open as long as it is there; Esc, its button and a click beside it close it. */
export function SheetDialog({ title, className = '', onClose, children }: SheetDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className={`help ${className}`.trim()}
      aria-labelledby="sheet-title"
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}
    >
      <div className="help-sheet">
        <header>
          <h2 id="sheet-title">{title}</h2>
          <IconButton
            look="quiet"
            label="Close"
            data-tip-side="below"
            data-tip-align="end"
            onClick={() => dialog.current?.close()}
          >
            <CloseIcon />
          </IconButton>
        </header>
        {children}
      </div>
    </dialog>
  );
}
