// The development server. Opens the page by itself only where somebody sits who would see it.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const { env, platform } = process;

const hasDisplay = platform === 'darwin' || platform === 'win32' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
const someoneIsThere = process.stdout.isTTY && !env['CI'] && !env['SSH_CONNECTION'] && hasDisplay;
if (someoneIsThere && !process.argv.some((arg) => arg.startsWith('--open'))) process.argv.push('--open');

process.chdir(ROOT);
await import(pathToFileURL(join(ROOT, 'node_modules/vite/bin/vite.js')).href);
