// What comes along when somebody pastes from Word or a web page into a plain text: paragraphs stay apart, lists keep their marks.

// Word writes a mark of a list as a letter of a font, with spaces that do not break behind it.
const wordMark = /^[·•▪◦○■□§o\u00b7\uf0a7\uf0b7-]\s*[\u00a0\s]{2,}/;
const wordNumber = /^(\d{1,3}|[a-z])[.)][\u00a0\s]{2,}/;

const plain = (text: string) => text.replace(/[\u00a0\s]+/g, ' ').trim();

function line(element: Element): string {
  const text = element.textContent ?? '';
  const start = text.replace(/^[\r\n\t ]+/, '');
  if (wordMark.test(start)) return `- ${plain(start.replace(wordMark, ''))}`;
  const number = wordNumber.exec(start);
  if (number) return `${number[1] ?? ''}. ${plain(start.slice(number[0].length))}`;
  return plain(text);
}

const blocks = new Set(['P', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'BLOCKQUOTE', 'PRE', 'TR']);

function walk(element: Element, depth: number, out: { text: string; item: boolean }[]) {
  if (element.tagName === 'UL' || element.tagName === 'OL') {
    let count = Number(element.getAttribute('start') ?? '1');
    for (const item of element.children) {
      if (item.tagName !== 'LI') {
        walk(item, depth + 1, out);
        continue;
      }
      const own = item.cloneNode(true) as Element;
      own.querySelectorAll('ul, ol').forEach((each) => each.remove());
      const mark = element.tagName === 'OL' ? `${String(count)}.` : '-';
      count += 1;
      out.push({ text: `${'  '.repeat(depth)}${mark} ${plain(own.textContent ?? '')}`, item: true });
      item.querySelectorAll(':scope > ul, :scope > ol').forEach((each) => walk(each, depth + 1, out));
    }
    return;
  }
  if (blocks.has(element.tagName)) {
    const text = line(element);
    if (text) out.push({ text, item: /^(- |\w{1,3}\. )/.test(text) && /mso-list|MsoList/.test(element.outerHTML) });
    return;
  }
  if (element.querySelector('p, ul, ol, h1, h2, h3, h4, h5, h6, blockquote, pre, tr'))
    for (const child of element.children) walk(child, depth, out);
  else if (plain(element.textContent ?? '')) out.push({ text: plain(element.textContent ?? ''), item: false });
}

// Nothing when the text of the clipboard says as much by itself.
export function textOfHtml(html: string): string | null {
  const body = new DOMParser().parseFromString(html, 'text/html').body;
  if (!body.querySelector('p, li')) return null;
  const out: { text: string; item: boolean }[] = [];
  for (const child of body.children) walk(child, 0, out);
  let text = '';
  out.forEach((each, i) => {
    if (i > 0) text += each.item && out[i - 1]?.item ? '\n' : '\n\n';
    text += each.text;
  });
  return text || null;
}
