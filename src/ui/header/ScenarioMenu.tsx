import { DropdownMenu } from 'radix-ui';
import { useRef, useState } from 'react';
import type { ScenarioFile } from '../../scenario/schema/scenario';
import { openScenario, openText } from '../app/opening';
import { notify } from '../app/uiStore';
import { ChevronIcon } from '../design/icons';
import '../design/menu.css';

/** A file longer than this is no scenario. */
const FILE_BYTES_MAX = 2_000_000;

/** All built-in scenarios with what each claims, grouped by subject, and a file of one's own. */
export function ScenarioMenu({ title, id }: { readonly title: string; readonly id: string }) {
  const [files, setFiles] = useState<readonly ScenarioFile[]>([]);
  const input = useRef<HTMLInputElement>(null);
  const load = async (): Promise<void> => {
    // The texts of all scenarios are not needed before someone looks for one.
    const { catalogue } = await import('../../scenario/catalogue');
    setFiles(catalogue);
  };
  return (
    <>
      <DropdownMenu.Root onOpenChange={(open) => open && void load()} modal={false}>
        <h1 className="scenario-heading">
          <DropdownMenu.Trigger className="button scenario-button" title="Other scenarios">
            <span className="scenario-title">{title}</span>
            <ChevronIcon />
          </DropdownMenu.Trigger>
        </h1>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu scenario-menu" align="start" sideOffset={6} collisionPadding={12}>
            {groupsOf(files).map(([group, members]) => (
              <DropdownMenu.Group key={group}>
                <DropdownMenu.Label className="menu-heading">{group}</DropdownMenu.Label>
                {members.map((file) => (
                  <DropdownMenu.Item key={file.id} className="menu-item scenario-item" aria-current={file.id === id} onSelect={() => openScenario(file.id)}>
                    <span className="menu-label">{file.title}</span>
                    <span className="menu-note">{file.claim}</span>
                  </DropdownMenu.Item>
                ))}
              </DropdownMenu.Group>
            ))}
            <DropdownMenu.Separator className="menu-line" />
            <DropdownMenu.Item className="menu-item" onSelect={() => input.current?.click()}>
              <span className="menu-label">Open a scenario file…</span>
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <input
        ref={input} type="file" accept=".json,application/json" className="sr-only" tabIndex={-1} aria-label="Scenario file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file !== undefined) void openFile(file);
        }}
      />
    </>
  );
}

async function openFile(file: File): Promise<void> {
  if (file.size > FILE_BYTES_MAX) {
    notify({ kind: 'warning', text: `${file.name} is larger than 2 MB: that is no scenario file.` });
    return;
  }
  openText(await file.text());
}

/** By the first tag, in the order in which tags appear. */
function groupsOf(files: readonly ScenarioFile[]): [string, ScenarioFile[]][] {
  const groups = new Map<string, ScenarioFile[]>();
  for (const file of files) {
    const tag = file.tags?.[0] ?? 'more';
    const name = tag.charAt(0).toUpperCase() + tag.slice(1);
    groups.set(name, [...(groups.get(name) ?? []), file]);
  }
  return [...groups];
}
