import { InputErrors, didYouMean } from '../scenario/errors';
import { bench } from './bench';
import { check, list, runCommand, schema, type Command } from './commands';
import { conformanceCommand } from './conformance';
import { processOutput, table, type Output } from './output';

const COMMANDS: readonly Command[] = [list, runCommand, check, schema, bench, conformanceCommand];

/**
 * `sim …`. Exit codes: 0 fine; 1 an assertion or property failed; 2 bad input, with stdout empty.
 * Relative paths count from `cwd`.
 */
export async function main(argv: readonly string[], cwd: string, output: Output = processOutput): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const text = `AckScope: see what your message queue really promises.\n\n${table(COMMANDS.map(({ name: command, purpose, usage }) => [`sim ${command}`, `${purpose}\n      ${usage}`]))}`;
    if (name === undefined) output.warn(text);
    else output.result(text);
    return name === undefined ? 2 : 0;
  }
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    output.warn(
      `there is no command "${name}"${didYouMean(
        name,
        COMMANDS.map((one) => one.name),
      )}`,
    );
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    output.result(`sim ${command.usage}\n${command.purpose}`);
    return 0;
  }
  try {
    return await command.run(rest, cwd, output);
  } catch (error) {
    if (!(error instanceof InputErrors)) throw error;
    for (const { where, message } of error.issues) output.warn(where === '' ? message : `${where}: ${message}`);
    return 2;
  }
}
