// How SQL stands in the C++: one raw literal R"sql( )sql", a clause a line, never glued from pieces. tidy.mjs uses this.
import { spawnSync } from 'node:child_process';

const widest = 120; // columns

// Literals and what stands beside them; comments and white space do not count.
const token =
  /\s+|\/\/[^\n]*|\/\*[^]*?\*\/|R"([^( ]*)\(([^]*?)\)\1"|"((?:\\.|[^"\\\n])*)"|'(?:\\.|[^'\\\n])+'|[A-Za-z_]\w*|\d[\w.']*|\+=|./g;
function literals(text) {
  const found = [];
  let before = '';
  let last = null; // the literal just seen
  for (const match of text.matchAll(token)) {
    const [whole, delimiter, raw, plain] = match;
    if (/^(\s|\/\/|\/\*)/.test(whole)) continue;
    if (raw !== undefined || plain !== undefined) {
      const behind = last !== null;
      last = { before: behind ? '' : before, after: '', text: raw ?? plain, sql: delimiter === 'sql', at: match.index };
      if (!behind) found.push([last]);
      else found.at(-1).push(last);
    } else {
      if (last !== null) last.after = whole;
      last = null;
      before = whole;
    }
  }
  return found;
}

const begins =
  /^\s*(SELECT|INSERT INTO|UPDATE [a-z_.]+( [a-z]+)? SET|DELETE FROM|WITH( RECURSIVE)? [a-z_]+|FROM [a-z]|WHERE [^a-z]*[a-z]|(AND|OR) (NOT )?[a-z(]+[. ]|(LEFT |CROSS )?JOIN|(ORDER|GROUP) BY|LIMIT [$\d]|RETURNING|FOR (UPDATE|SHARE)|(CREATE|ALTER|DROP) (TABLE|TEMP TABLE|SCHEMA|ROLE|FUNCTION|TRIGGER))(\b|$)/;
const isSql = (text) =>
  begins.test(text) ||
  new Set(text.match(/\b(SELECT|FROM|WHERE|JOIN|ORDER BY|GROUP BY|INSERT INTO|UPDATE|DELETE FROM)\b/g)).size > 1;

// Clauses of one line, per level of brackets: [[clauses at the line's own level], [in its first brackets], ...], with the depth
// of the first in the whole statement.
function clausesOf(line, depth) {
  const levels = [{ depth, words: [] }];
  const open = [levels[0]];
  let now = depth;
  for (const match of line.matchAll(
    /[()]|\b(?:IS (?:NOT )?DISTINCT FROM|DELETE FROM|FOR UPDATE)\b|\b(?:SELECT|FROM|WHERE|SET|GROUP BY|HAVING|ORDER BY|RETURNING|VALUES)\b/g,
  )) {
    const word = match[0];
    if (word === '(') {
      now += 1;
      open.push({ depth: now, words: [] });
      levels.push(open.at(-1));
    } else if (word === ')') {
      now -= 1;
      open.pop();
      if (open.length === 0) {
        open.push({ depth: now, words: [] });
        levels.push(open[0]);
      }
    } else if (!/DISTINCT FROM|FOR UPDATE/.test(word)) open.at(-1).words.push(word.replace('DELETE ', ''));
  }
  return { levels, depth: now };
}

function layoutOf(text) {
  const wrong = [];
  const lines = text.split('\n');
  const inner = text
    .replace(/'(?:''|[^'])*'/g, (quoted) => quoted.replace(/[^\n]/g, "'"))
    .replace(/--[^\n]*|\/\*[^]*?\*\//g, '')
    .split('\n');
  let depth = 0;
  lines.forEach((line, i) => {
    if (line.length > widest) wrong.push([i, `SQL of ${line.length} columns; ${widest} is the most`]);
    const found = clausesOf(inner[i] ?? '', depth);
    depth = found.depth;
    if (lines.length === 1) return;
    for (const { depth: level, words } of found.levels) {
      const short = level > 0 && words.length === 2 && words[0] === 'SELECT' && words[1] === 'FROM'; // of a sub-select
      if (words.length > 1 && !short) wrong.push([i, `${words.join(' … ')} on one line; a clause a line`]);
    }
  });
  return wrong;
}

// What is wrong with the SQL of a file: [line, what]. `mayGlue` where statements are made of pieces: platform/db, tests, measurements.
export function sqlBreaches(text, mayGlue) {
  const out = [];
  const lineOf = (at) => text.slice(0, at).split('\n').length;
  for (const pieces of literals(text)) {
    const whole = pieces.map((each) => each.text).join('');
    const sql = isSql(whole) || pieces.some((each) => each.sql);
    if (!sql) continue;
    const line = lineOf(pieces[0].at);
    if (pieces.length > 1) out.push([line, 'SQL in pieces; it is one R"sql( )sql"']);
    else if (!pieces[0].sql && (whole.includes('\\n') || text.startsWith('R"', pieces[0].at)))
      out.push([line, 'SQL of more than one line stands in R"sql( )sql"']);
    if (!mayGlue && (['+', '+='].includes(pieces[0].before) || pieces.at(-1).after === '+'))
      out.push([line, 'SQL glued with +; db::Statement joins parts, db::Filter adds conditions']);
    for (const each of pieces)
      if (each.sql) for (const [i, what] of layoutOf(each.text)) out.push([lineOf(each.at) + i, what]);
  }
  return out;
}

// The lines of a file, those inside R"sql( )sql" as null: they count neither for the length of a file nor for that of a function.
export function linesWithoutSql(text) {
  const lines = text.split('\n');
  for (const match of text.matchAll(/R"sql\([^]*?\)sql"/g)) {
    const first = text.slice(0, match.index).split('\n').length;
    const more = match[0].split('\n').length - 1;
    for (let i = first; i < first + more - 1; ++i) lines[i] = null;
  }
  return lines;
}

// clang-format leaves raw literals as they are; nothing is said where it is not installed.
export function formatterKeepsSql(home) {
  const sample = 'const db::Statement a_b{"a.b", R"sql(\nSELECT a,   b\n  FROM c\n)sql"};\n';
  const run = spawnSync('clang-format', ['--style=file', '--assume-filename=src/sample.cpp'], {
    cwd: home,
    input: sample,
    encoding: 'utf8',
  });
  return run.error !== undefined || run.stdout === sample;
}
