import { useRunStore } from '../app/runStore';
import { setShowQuiet, useClockStore } from '../app/clockStore';
import { setFollow, useViewStore } from '../app/viewStore';
import { IconButton } from '../design/Button';
import { FollowIcon } from '../design/icons';
import { GROUP_LABELS, GROUPS, type Group } from './filter';
import { setFilter, useLogStore } from './logStore';
import './log.css';

/** So many messages can be chosen from a list; of more, one is found by its number in the text. */
const CHOICES_MAX = 200;

/** What the log shows: by words, node, kind and message. */
export function LogTools() {
  const header = useRunStore((state) => state.run?.header);
  const filter = useLogStore((state) => state.filter);
  const { fitting, all, looked } = useLogStore((state) => state.found);
  const showQuiet = useClockStore((state) => state.showQuiet);
  const follow = useViewStore((state) => state.follow);
  if (header === undefined) return null;
  const [one, many] = header.noun;
  return (
    <div className="log-tools" role="search" aria-label="Filter the log">
      <input
        type="search"
        aria-label="Words in the sentence"
        placeholder="Filter by words"
        value={filter.text}
        onChange={(event) => setFilter({ text: event.target.value })}
      />
      <select
        aria-label="Node"
        value={filter.node ?? ''}
        onChange={({ target: { value } }) => setFilter({ node: value === '' ? null : Number(value) })}
      >
        <option value="">All nodes</option>
        {header.nodes.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
      <select
        aria-label="Kind"
        value={filter.group ?? ''}
        onChange={({ target: { value } }) => setFilter({ group: value === '' ? null : (value as Group) })}
      >
        <option value="">All kinds</option>
        {GROUPS.map((group) => (
          <option key={group} value={group}>
            {GROUP_LABELS[group]}
          </option>
        ))}
      </select>
      {header.messages.length <= CHOICES_MAX && (
        <select
          aria-label={one}
          value={filter.message ?? ''}
          onChange={({ target: { value } }) => setFilter({ message: value === '' ? null : Number(value) })}
        >
          <option value="">All {many}</option>
          {header.messages.map(({ id, name }) => (
            <option key={id} value={id}>
              {name.replace(/-(\d+)$/, ' $1')}
            </option>
          ))}
        </select>
      )}
      <output className="log-count" aria-label="Lines shown">
        {fitting === all ? `${all} lines` : `${fitting} of ${all} lines`}
        {looked < 1 && ` · ${Math.floor(looked * 100)} % searched`}
      </output>
      <label className="lower-quiet" title="Heartbeats and empty polls, too">
        <input type="checkbox" checked={showQuiet} onChange={(event) => setShowQuiet(event.target.checked)} />
        Heartbeats<span> and empty polls</span>
      </label>
      <IconButton
        look="quiet"
        label="Follow the clock"
        data-tip-align="end"
        aria-pressed={follow}
        className="toggle"
        onClick={() => setFollow(!follow)}
      >
        <FollowIcon />
      </IconButton>
    </div>
  );
}

export default LogTools;
