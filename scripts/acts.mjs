// Nothing important happens by one click without a way back, as a test: every call that removes, closes, archives or withdraws
// offers its undoing (useUndo) or is asked once more (Confirmed). Run by scripts/lint.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');
const features = join(home, 'web/src/features');
const ts = createRequire(join(home, 'web/package.json'))('typescript');

const ends =
  /\/(archiving|closing|withdrawal|discarding|rejection)$|^\/(criterion-archivings|purchase-changes|purchase-openings|notice-units|purchase-task-changes)$/;
// What needs neither, and why.
const fine = {
  'features/ambition/Seat.tsx /seat': 'one leaves a room that one can come into again',
  'features/supplier/Inside.tsx /supplier/session': 'one leaves, and comes in again with the link of the mail',
  'features/notices/Findings.tsx /notices/{id}/decisions/{fingerprint}': 'is itself the undoing of a decision',
  'features/notices/Owner.tsx /notices/{id}/owner': 'is itself the undoing of a claim',
  'features/contract/Options.tsx /contract-options/{id}/decision': 'is itself the undoing of a decision',
  'features/contract/Settlement.tsx /contracts/{id}/settlement/decision': 'is itself the undoing of a decision',
  'features/contract/Talks.tsx /contract-actions/{id}/completion': 'is itself the undoing of what was ticked',
  'features/check/CheckLine.tsx /purchases/{id}/document-check-settlements/{settlement}':
    'is itself the undoing of an acceptance',
  'features/check/FindingPanel.tsx /documents/{id}/judgements/{judgement}': 'is itself the undoing of a judgement',
  'features/ambition/Lead.tsx /ambition-sessions/{id}/closing': 'a form of its own says what happens',
  'features/ambition/Lead.tsx /ambition-sessions/{id}/notes/{note}':
    'who leads takes a note off the screen while people look',
  'features/criteria/Criterion.tsx /criteria/{id}/rejection': 'a form of its own asks the reason',
  'features/policy/Consultation.tsx /consultations/{id}/closing': 'a form of its own asks the conclusion',
};

const files = readdirSync(features, { recursive: true })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
  .map((name) => join(features, name));
const breaches = [];
const used = new Set();
let acts = 0;

const up = (node, test) => {
  for (let at = node.parent; at; at = at.parent) if (test(at)) return at;
  return undefined;
};
// Inside <Confirmed ...>: the act of a dialog.
const isAsked = (node) =>
  up(
    node,
    (at) => (ts.isJsxSelfClosingElement(at) || ts.isJsxOpeningElement(at)) && at.tagName.getText() === 'Confirmed',
  );

const offers = (node) => /\boffer\(/.test(node.getText());
// An act is covered where it is inside what is offered, where its mutation offers the way back, or where whoever starts that
// mutation (or calls the function that the act stands in) asks first.
function covered(node, uses) {
  if (up(node, (at) => ts.isCallExpression(at) && at.expression.getText() === 'offer')) return true;
  const holder = up(
    node,
    (at) => ts.isVariableDeclaration(at) && ts.isIdentifier(at.name) && at.initializer !== undefined,
  );
  if (!holder) return Boolean(isAsked(node));
  if (/^use\w*Mutation/.test(holder.initializer.getText())) {
    if (offers(holder)) return true;
    const starts = uses.get(`${holder.name.text}.mutate`) ?? [];
    return (
      starts.length > 0 &&
      starts.every(
        (each) => isAsked(each) || up(each, (at) => ts.isCallExpression(at) && at.expression.getText() === 'offer'),
      )
    );
  }
  const calls = uses.get(holder.name.text) ?? [];
  return calls.length > 0 && calls.every((each) => each !== node && covered(each, uses));
}

for (const file of files) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const calls = [];
  const uses = new Map();
  const visit = (node) => {
    if (ts.isCallExpression(node)) {
      const [, method] = /^api\.(DELETE|POST|PUT)$/.exec(node.expression.getText()) ?? [];
      const path = node.arguments[0] && ts.isStringLiteral(node.arguments[0]) ? node.arguments[0].text : '';
      if (method && (method === 'DELETE' || ends.test(path))) calls.push({ node, path });
      const name = node.expression.getText().replace(/Async$/, '');
      uses.set(name, [...(uses.get(name) ?? []), node]);
    }
    // "mutationFn: send" uses send as well.
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'mutationFn' && ts.isIdentifier(node.initializer))
      uses.set(node.initializer.text, [...(uses.get(node.initializer.text) ?? []), node]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const { node, path } of calls) {
    acts += 1;
    const key = `${relative(join(home, 'web/src'), file)} ${path}`;
    if (fine[key]) {
      used.add(key);
      continue;
    }
    if (!covered(node, uses)) breaches.push(`${key}: neither undone nor asked`);
  }
}
for (const key of Object.keys(fine))
  if (!used.has(key)) breaches.push(`${key}: is an exception that is not there any more`);
if (breaches.length > 0) {
  console.error(breaches.join('\n'));
  process.exit(1);
}
console.log(`acts: ${acts} that remove, close or put away, each with a way back or a question`);
