import { useEffect, useRef } from 'react';
import { IconButton } from '../design/Button';
import { CloseIcon } from '../design/icons';
import { commands } from './commands';
import { showKey, type Command } from './commands/command';
import { setHelpOpen, setKeys, useUiStore } from './uiStore';
import './help.css';

const GROUPS: readonly Command['group'][] = ['Time', 'Break', 'Page'];

/** Every key that acts on this page, read from the commands themselves. */
export default function HelpSheet() {
  const dialog = useRef<HTMLDialogElement>(null);
  const keys = useUiStore((state) => state.keys);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="help"
      aria-labelledby="help-title"
      onClose={() => setHelpOpen(false)}
      onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}
    >
      <div className="help-sheet">
        <header>
          <h2 id="help-title">Keys</h2>
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
        <div className="help-groups">
          {GROUPS.map((group) => (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {commands
                  .filter((command) => command.group === group && command.keys.length > 0)
                  .map(({ name, label, keys }) => (
                    <div key={name}>
                      <dt>
                        {keys.map((key) => (
                          <kbd key={key}>{showKey(key)}</kbd>
                        ))}
                      </dt>
                      <dd>{label}</dd>
                    </div>
                  ))}
              </dl>
            </section>
          ))}
        </div>
        <p>
          Keys that break act on what the pointer or the focus is on. What has no key is found by its name with Ctrl+K.
        </p>
        <label className="help-switch">
          <input type="checkbox" checked={keys} onChange={(event) => setKeys(event.target.checked)} />
          Single keys act. Off: only those with Ctrl, and Esc.
        </label>
      </div>
    </dialog>
  );
}
