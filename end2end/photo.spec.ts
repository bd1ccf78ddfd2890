// A professional's photo: sent, seen by others, removed; and a file that is none.
import { join } from 'node:path';
import { expect, test } from './fixtures';
import { giveHours, openStep } from './hours';
import { approved } from './moderators';
import { signUp } from './people';
import { expectSound } from './sound';

/** Any picture. */
const PICTURE = join(__dirname, '..', 'docs', 'search.png');

test('a photo is sent, seen by others, and removed', async ({ page, open }) => {
  const { name } = await signUp(page);
  const address = await giveHours(page);
  await openStep(page, 'photo');
  const file = page.getByLabel('Choisir une photo');
  await file.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Bonjour') });
  await page.getByRole('button', { name: 'Envoyer la photo' }).click();
  await expect(page.getByRole('alert')).toContainText('Ce fichier n’est pas une photo que nous savons lire.');
  await expect(file).toHaveAttribute('aria-invalid', 'true');
  await expectSound(page);

  await file.setInputFiles(PICTURE);
  await page.getByRole('button', { name: 'Envoyer la photo' }).click();
  await expect(page.getByRole('status')).toContainText('Votre photo est enregistrée.');
  await expectSound(page);
  await page.goto('/compte/metier');
  await approved(page);
  const other = await open();
  await other.goto(address);
  const photo = other.getByRole('img', { name: `Photo de ${name}` });
  await expect(photo).toBeVisible();
  await expect.poll(() => photo.evaluate((image: HTMLImageElement) => Math.max(image.naturalWidth, image.naturalHeight))).toBe(480);
  await expectSound(other);

  await openStep(page, 'photo');
  await page.getByRole('button', { name: 'Retirer la photo' }).click();
  await expect(page.getByRole('status')).toContainText('Votre photo est retirée.');
  await other.reload();
  await expect(photo).toHaveCount(0);
});
