// The browser tests: two sizes, each with JavaScript and without it, against the release build.
import { defineConfig } from '@playwright/test';

const port = process.env.E2E_PORT ?? '3100';
const baseURL = `http://localhost:${port}`;

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
const desktop = { viewport: { width: 1280, height: 900 } };
const plain = { testIgnore: '*.hydrated.spec.ts' };

export default defineConfig({
  testDir: '.',
  outputDir: '../target/end2end',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: 'line',
  use: {
    baseURL,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    // Colours are read while nothing moves.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'phone', use: phone },
    { name: 'desktop', use: desktop },
    { name: 'phone-plain', use: { ...phone, javaScriptEnabled: false }, ...plain },
    { name: 'desktop-plain', use: { ...desktop, javaScriptEnabled: false }, ...plain },
  ],
  webServer: {
    command: `./serve.sh ${port}`,
    url: `${baseURL}/readyz`,
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  },
});
