import test from 'ava';
import { browser, freshContext } from '#test/support/chromium.ts';

test.after.always(async () => (await browser()).close());

test('the browser of the tests shows Turkish and Polish letters, and says what is on the page', async (t) => {
  const context = await freshContext(t);
  const page = await context.newPage();
  await page.setContent('<title>Łódź</title><h1 style="font: 20px sans-serif">İğdır’dan Żywiec’e</h1>');
  t.is(await page.title(), 'Łódź');
  t.is(await page.getByRole('heading').textContent(), 'İğdır’dan Żywiec’e');
  const width = (text: string) =>
    page.evaluate((shown) => {
      const pen = document.createElement('canvas').getContext('2d');
      if (!pen) return 0;
      pen.font = '20px sans-serif';
      return pen.measureText(shown).width;
    }, text);
  t.true((await width('ğşıİłżś')) > 20, 'letters without a font would be boxes or nothing');
  t.true((await page.screenshot()).byteLength > 1000);
});
