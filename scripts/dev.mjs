// The demo with every change of a source seen at once: Vite serves the pages and hands what is not
// a page to the server, which starts anew when one of its files changes.
import { spawn } from 'node:child_process';

const port = process.env.PORT ?? '8080';
const children = [
  spawn('npx', ['tsx', 'watch', '--clear-screen=false', 'server/main.ts', 'demo'], {
    stdio: 'inherit',
    env: { ...process.env, PORT: port },
  }),
  spawn('npx', ['vite'], { stdio: 'inherit', env: { ...process.env, FOREBAY_DEV_PORT: port } }),
];

const endAll = () => children.forEach((child) => child.kill('SIGTERM'));
for (const child of children) child.once('exit', endAll);
process.once('SIGINT', endAll);
process.once('SIGTERM', endAll);
