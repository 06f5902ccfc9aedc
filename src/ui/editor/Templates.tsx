import { openText } from '../app/opening';
import { ChevronIcon } from '../design/icons';
import { MenuItem } from '../design/MenuItem';
import { Popup } from '../design/Popup';
import { TEMPLATES, textOf, type Template } from './templates';

/** Scenarios to begin one's own from. */
export function Templates() {
  const begin = async (template: Template): Promise<void> => {
    const { catalogue } = await import('../../scenario/catalogue');
    openText(textOf(template, catalogue));
  };
  return (
    <Popup
      role="menu"
      label="Templates"
      side="below"
      align="start"
      trigger={
        <>
          New <ChevronIcon />
        </>
      }
    >
      {TEMPLATES.map((template) => (
        <MenuItem key={template.id} label={template.title} note={template.note} onChoose={() => void begin(template)} />
      ))}
    </Popup>
  );
}
