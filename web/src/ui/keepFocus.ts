// Who works with a keyboard or a screen reader stays where he was when the button he pressed goes away, becomes a form, or is
// busy for a moment: the focus goes back to it, else to what stands in its place, else to what follows (WCAG 2.2, 2.4.3 and 3.2.2).
const reachable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';

const usable = (element: HTMLElement) => !element.matches(':disabled') && element.checkVisibility();

function firstIn(element: Element | null): HTMLElement | undefined {
  if (!(element instanceof HTMLElement)) return undefined;
  const all = [element, ...element.querySelectorAll<HTMLElement>(reachable)];
  return all.find((each) => each.matches(reachable) && usable(each));
}

interface Step {
  parent: HTMLElement;
  index: number; // of the child that led to what had the focus
}

function wayUp(from: HTMLElement, root: HTMLElement): Step[] {
  const steps: Step[] = [];
  for (let child = from; child !== root && child.parentElement; child = child.parentElement)
    steps.push({ parent: child.parentElement, index: [...child.parentElement.children].indexOf(child) });
  return steps;
}

function instead(steps: Step[], root: HTMLElement): HTMLElement | undefined {
  let gone = true; // the child itself may have been replaced; higher up it is the next one that counts
  for (const { parent, index } of steps) {
    if (parent === root) return undefined;
    if (!parent.isConnected) continue;
    for (let i = gone ? index : index + 1; i < parent.children.length; ++i) {
      const found = firstIn(parent.children[i] ?? null);
      if (found) return found;
    }
    gone = false;
  }
  return undefined;
}

export function keepFocus(root: HTMLElement): () => void {
  let last: HTMLElement | null = null;
  let steps: Step[] = [];
  let page = '';
  const note = ({ target }: FocusEvent) => {
    last = target as HTMLElement;
    steps = wayUp(last, root);
    page = window.location.pathname;
  };
  // A press beside everything takes the focus away on purpose.
  const drop = () => (last = null);
  const mend = () => {
    // On another page its title takes the focus.
    if (page !== window.location.pathname) drop();
    if (!last || (document.activeElement && document.activeElement !== document.body)) return;
    const next = last.isConnected ? last : instead(steps, root);
    if (next && usable(next)) next.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(() => {
    if (last && document.activeElement === document.body) requestAnimationFrame(mend);
  });
  root.addEventListener('focusin', note);
  document.addEventListener('pointerdown', drop);
  observer.observe(root, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  return () => {
    root.removeEventListener('focusin', note);
    document.removeEventListener('pointerdown', drop);
    observer.disconnect();
  };
}
