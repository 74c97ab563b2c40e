// The addresses of this room, below /metingen.
import { Route, Routes } from 'react-router';
import { Guard } from '../../shell/Guard';
import { NotFound } from '../../shell/NotFound';
import { FollowedGoals } from './FollowedGoals';
import { Indicators } from './Indicators';
import { Measurement } from './Measurement';
import { EditMeasurement, NewMeasurement } from './MeasurementForm';
import { Measurements } from './Measurements';

export function MeasurePages() {
  return (
    <Routes>
      <Route index element={<Measurements />} />
      <Route
        path="nieuw"
        element={
          <Guard right="measure.edit">
            <NewMeasurement />
          </Guard>
        }
      />
      <Route path="doelen" element={<FollowedGoals />} />
      <Route path="indicatoren" element={<Indicators />} />
      <Route path=":id" element={<Measurement />} />
      <Route
        path=":id/wijzigen"
        element={
          <Guard right="measure.edit">
            <EditMeasurement />
          </Guard>
        }
      />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
