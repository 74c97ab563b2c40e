import { describe, expect, it } from 'vitest';
import { textOfHtml } from './paste';

describe('what is pasted', () => {
  it('keeps paragraphs and marks of lists of a web page', () => {
    expect(
      textOfHtml(
        '<p>Eerst dit.</p><ul><li>een</li><li>twee<ul><li>diep</li></ul></li></ul><ol start="3"><li>drie</li></ol>',
      ),
    ).toBe('Eerst dit.\n\n- een\n- twee\n  - diep\n3. drie');
  });

  it('reads the lists that Word writes as paragraphs', () => {
    const item = (mark: string, text: string) =>
      `<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span>${mark}<span>&nbsp;&nbsp;&nbsp; </span></span>${text}</p>`;
    expect(
      textOfHtml(
        `<html><body>${item('·', 'hout')}${item('·', 'steen')}<p class="MsoNormal">En\nverder.</p>${item('1.', 'Vraag')}</body></html>`,
      ),
    ).toBe('- hout\n- steen\n\nEn verder.\n\n1. Vraag');
  });

  it('leaves plain text to the browser', () => {
    expect(textOfHtml('<span>een woord</span>')).toBeNull();
  });
});
