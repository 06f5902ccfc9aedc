import type { Micros } from '../engine/units';
import type { FaultFile } from './schema/faults';

/** What the page shows of a scenario around the stage: derived from the file once it is loaded, with settings in force. */
export interface ScenarioView {
  readonly id: string;
  readonly title: string;
  /** In the article's words. */
  readonly claim: string;
  /** Paragraphs. */
  readonly text: readonly string[];
  /** "Try this": one sentence. */
  readonly attempt: string;
  readonly systems: readonly string[];
  readonly subscriptions: readonly string[];
  readonly noun: readonly [string, string];
  readonly seed: number;
  readonly ownSeed: number;
  readonly until: Micros;
  /** Records after which the run ends, and the most that can be asked for. */
  readonly recordLimit: number;
  readonly recordLimitMax: number;
  readonly variant: string;
  readonly variants: readonly VariantView[];
  readonly knobs: readonly KnobView[];
  /** The faults in force in this run. */
  readonly faults: readonly FaultFile[];
  /** The scenario's own demonstration, in force or not. */
  readonly ownFaults: readonly FaultFile[];
  /** A sentence for each fault in force: "Lose the ack of order 3 from Payment Worker 1". */
  readonly faultTexts: readonly string[];
  /** What its assertions say, in words, by name. */
  readonly promises: Readonly<Record<string, string>>;
  /** Facts that the models leave out and that matter here, to be said beside the stage. */
  readonly simplifications: readonly string[];
}

export interface VariantView {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface KnobView {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  /** What is set now, as it stands in the file ("500ms", 1, true, "all"). */
  readonly value: unknown;
  readonly initial: unknown;
  readonly kind: 'number' | 'duration' | 'switch' | 'choice';
  readonly choices: readonly (string | number | boolean)[];
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit: string;
  /** The setting's path in the file; of several, the first. What the schema says of it, the settings view looks up there. */
  readonly path: string;
  /** The schema's own default: the broker's or its client's, where it stands for a setting of theirs. */
  readonly standard: unknown;
}

/** One line of the catalogue. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  readonly claim: string;
  readonly systems: readonly string[];
  readonly subscriptions: readonly string[];
  readonly variants: readonly string[];
  readonly seed: number;
  readonly until: string;
  readonly tags: readonly string[];
}
