import { useRef, useState } from 'react';
import type { ScenarioFile } from '../../scenario/schema/scenario';
import { openFile } from '../app/dropping';
import { openScenario } from '../app/opening';
import { showTab } from '../app/uiStore';
import { ChevronIcon } from '../design/icons';
import { MenuItem } from '../design/MenuItem';
import { Popup } from '../design/Popup';

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
      <h1 className="scenario-heading">
        <Popup
          role="menu"
          label="Scenarios"
          side="below"
          align="start"
          className="scenario-menu"
          triggerClass="scenario-button"
          title="Other scenarios"
          onOpen={() => void load()}
          filled={files}
          trigger={
            <>
              <span className="scenario-title">{title}</span>
              <ChevronIcon />
            </>
          }
        >
          {groupsOf(files).map(([group, members]) => (
            <div key={group} role="group" aria-label={group}>
              <p className="menu-heading" aria-hidden="true">
                {group}
              </p>
              {members.map((file) => (
                <MenuItem
                  key={file.id}
                  label={file.title}
                  note={file.claim}
                  checked={file.id === id}
                  onChoose={() => openScenario(file.id)}
                />
              ))}
            </div>
          ))}
          <div className="menu-line" role="separator" />
          <MenuItem label="Open a scenario file…" onChoose={() => input.current?.click()} />
          <MenuItem
            label="Write your own"
            note="From a copy of this one, or a template"
            onChoose={() => showTab('file')}
          />
        </Popup>
      </h1>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        className="sr-only"
        tabIndex={-1}
        aria-label="Scenario file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file !== undefined) void openFile(file);
        }}
      />
    </>
  );
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
