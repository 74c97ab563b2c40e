import type { Say } from '../../i18n/say';
import type { Schema } from '../../api/client';
import { word } from '../../i18n';

// Work that nobody gave a name is called after what it does: its own title is an edition, which says nothing to people.
const nameless = new Set(['notices.rescan', 'notices.reread', 'dossier.rescan']);

export const titleOf = (job: Schema['Job'], t: Say): string =>
  nameless.has(job.kind) ? t(word('jobs.kind', job.kind.replace('.', '_'))) : job.title;
