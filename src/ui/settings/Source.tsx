import { show } from './SettingInput';
import { linkOf } from './words';

interface SourceProps {
  /** The schema's default; undefined: there is none. */
  readonly standard: unknown;
  readonly isStandard: boolean;
  readonly source: string;
}

/** What a setting is if nobody says anything, and who says so. */
export function Source({ standard, isStandard, source }: SourceProps) {
  const link = linkOf(source);
  return (
    <span className="knob-source">
      {standard !== undefined && (isStandard ? 'The default. ' : `Default: ${show(standard)}. `)}
      {link !== null ? (
        <a href={link} target="_blank" rel="noreferrer">
          {source.split('#')[0]}
        </a>
      ) : (
        source
      )}
      {source !== '' && link === null && '.'}{' '}
    </span>
  );
}
