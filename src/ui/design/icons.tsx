import { Icon, solid } from './firstIcons';

/** Pictures of 16 px, for what loads after the first minute. */

export const ReplayIcon = () => (
  <Icon>
    <path d="M3 8a5 5 0 1 0 1.6-3.7M3 2.5v2.8h2.8" />
  </Icon>
);
export const StartIcon = () => (
  <Icon>
    <path d="M3 3v10" />
    <path d="M13 3.2v9.6L5.5 8z" {...solid} />
  </Icon>
);
export const EndIcon = () => (
  <Icon>
    <path d="M13 3v10" />
    <path d="M3 3.2v9.6L10.5 8z" {...solid} />
  </Icon>
);
export const BackIcon = () => (
  <Icon>
    <path d="M12.5 4v8" />
    <path d="M10 3.8v8.4L3.5 8z" {...solid} />
  </Icon>
);
export const ForwardIcon = () => (
  <Icon>
    <path d="M3.5 4v8" />
    <path d="M6 3.8v8.4L12.5 8z" {...solid} />
  </Icon>
);
export const UndoIcon = () => (
  <Icon>
    <path d="M5.5 3 2.8 5.8l2.7 2.7M3 5.8h6a3.6 3.6 0 0 1 0 7.2H6.5" />
  </Icon>
);
export const RedoIcon = () => (
  <Icon>
    <path d="m10.5 3 2.7 2.8-2.7 2.7M13 5.8H7a3.6 3.6 0 0 0 0 7.2h2.5" />
  </Icon>
);
export const BoltIcon = () => (
  <Icon>
    <path d="M9 1.5 3.5 9H7.5L7 14.5 12.5 7H8.5z" {...solid} />
  </Icon>
);
export const HelpIcon = () => (
  <Icon>
    <path d="M5.8 5.8A2.3 2.3 0 1 1 9 8.1c-.700.4-1 .800-1 1.6M8 12.4v.1" />
  </Icon>
);
export const SearchIcon = () => (
  <Icon>
    <path d="M11.2 7a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0zM10.2 10.2 13.5 13.5" />
  </Icon>
);
export const BesideIcon = () => (
  <Icon>
    <rect x="2" y="3" width="12" height="10" rx="1.5" />
    <path d="M8 3v10" />
  </Icon>
);
export const ChevronIcon = () => (
  <Icon>
    <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Icon>
);
export const CheckIcon = () => (
  <Icon>
    <path d="m3.5 8.5 3 3 6-7" />
  </Icon>
);
export const LinkIcon = () => (
  <Icon>
    <path d="M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.3-2.3A2.6 2.6 0 0 0 9.1 3.2l-.800.8M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.2 9.1a2.6 2.6 0 0 0 3.7 3.7l.800-.800" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon>
    <path d="M3 8h10M8 3v10" />
  </Icon>
);
export const MinusIcon = () => (
  <Icon>
    <path d="M3 8h10" />
  </Icon>
);
export const AllIcon = () => (
  <Icon>
    <path d="M2 3v10M14 3v10M4.5 8h7M6.5 5.8 4.3 8l2.2 2.2M9.5 5.8 11.700 8l-2.2 2.2" />
  </Icon>
);
export const FollowIcon = () => (
  <Icon>
    <path d="M8 2v12M11 5.2 13.8 8 11 10.8M10 8H13.4M2 5v6M5 5v6" />
  </Icon>
);
export const SaveIcon = () => (
  <Icon>
    <path d="M8 2.5v7.2M5 7l3 3 3-3M3 13h10" />
  </Icon>
);
