import { SheetDialog } from '../design/SheetDialog';
import { commands } from './commands';
import { showKey, type Command } from './commands/command';
import { setHelpOpen, setKeys, setSlowsDown, useUiStore } from './uiStore';

const GROUPS: readonly Command['group'][] = ['Time', 'Break', 'Page'];

/** Every key that acts on this page, read from the commands themselves. */
export default function HelpSheet() {
  const keys = useUiStore((state) => state.keys);
  const slowsDown = useUiStore((state) => state.slowsDown);
  return (
    <SheetDialog title="Keys" onClose={() => setHelpOpen(false)}>
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
      <label className="help-switch">
        <input type="checkbox" checked={slowsDown} onChange={(event) => setSlowsDown(event.target.checked)} />
        Fast playing slows down for a second at the first fault and the first duplicate.
      </label>
    </SheetDialog>
  );
}
