// Pictures of the main pages, to be looked at: npx playwright test --config screenshots.config.ts
import { defineConfig } from '@playwright/test';
import base from './playwright.config';

export default defineConfig({
  ...base,
  testMatch: 'screenshots.ts',
  projects: base.projects!.filter((project) => project.use?.javaScriptEnabled !== false),
});
