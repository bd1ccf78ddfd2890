// A server of its own for a test that moves the clock: the others share one, whose days must not pass.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test as base } from './fixtures';

export { expect };

/** As in fixtures, on a server whose clock can be moved. */
export const test = base.extend({
  baseURL: async ({}, use) => {
    const port = await freePort();
    // Not the database of the shared server: days are of one server only.
    const { E2E_DATABASE_URL, ...env } = process.env;
    const server = spawn('./serve.sh', [String(port)], {
      cwd: __dirname,
      env: { ...env, E2E_LOG: `target/end2end-server-${port}.log` },
      stdio: 'inherit',
    });
    const url = `http://localhost:${port}`;
    try {
      await expect.poll(() => isReady(url, server), { timeout: 90_000, message: 'the server starts' }).toBe(true);
      await use(url);
    } finally {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      if (server.exitCode === null && server.kill('SIGTERM')) await ended;
    }
  },
});

async function isReady(url: string, server: ChildProcess): Promise<boolean> {
  if (server.exitCode !== null) throw new Error('the server stopped');
  return fetch(`${url}/readyz`).then((answer) => answer.ok, () => false);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Moves the server's clock on; what is due by then is done. */
export async function moveClock(page: Page, baseURL: string, to: Date) {
  const answer = await page.request.post('/dev/clock', {
    form: { to: to.toISOString() },
    headers: { origin: baseURL },
  });
  expect(answer.status(), `the clock moves to ${to.toISOString()}`).toBe(204);
}

/** Some minutes before an instant; after it, where they are negative. */
export function minutesBefore(instant: Date, minutes: number): Date {
  return new Date(instant.getTime() - minutes * 60_000);
}
