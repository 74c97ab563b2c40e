// A measurement as a form has it.
import type { Schema } from '../../api/client';
import type { Measurement } from './measure';

export type Input = Schema['MeasurementInput'];

// The year that is over, as most figures come.
const lastYear = () => new Date().getFullYear() - 1;

export const inputOf = (from: Measurement | undefined, asked: URLSearchParams): Input => ({
  indicator: from?.indicator ?? asked.get('indicator') ?? '',
  periodFrom: from?.periodFrom ?? `${String(lastYear())}-01-01`,
  periodTo: from?.periodTo ?? `${String(lastYear())}-12-31`,
  unit: from?.unit ?? null,
  value: from?.value ?? null,
  part: from?.part ?? null,
  whole: from?.whole ?? null,
  scope: from?.scope ?? null,
  certainty: from?.certainty ?? 'measured',
  factor: from?.factor ?? null,
  factorSource: from?.factorSource ?? null,
  factorVersion: from?.factorVersion ?? null,
  promised: from?.promised ?? null,
  promisedScope: from?.promisedScope ?? null,
  contractId: from?.contractId ?? asked.get('contract'),
  commitmentId: from?.commitmentId ?? asked.get('afspraak'),
  momentId: from?.momentId ?? null,
  words: from?.words ?? '',
});

// Of another indicator the unit and the numbers are others.
export const forIndicator = (indicator: string): Partial<Input> => ({
  indicator,
  unit: null,
  value: null,
  part: null,
  whole: null,
  scope: null,
  promised: null,
  promisedScope: null,
});
