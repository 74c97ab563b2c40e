// The addresses of a supplier's page.
import { Navigate, Route, Routes } from 'react-router';
import { Colleagues } from './Colleagues';
import { Entry } from './Entry';
import { Home } from './Home';
import { OwnContract } from './OwnContract';
import { Question } from './Question';

export function Pages() {
  return (
    <Routes>
      <Route index element={<Entry />} />
      <Route path="overzicht" element={<Home />} />
      <Route path="vragen/:id" element={<Question />} />
      <Route path="contracten/:id" element={<OwnContract />} />
      <Route path="collegas" element={<Colleagues />} />
      <Route path="*" element={<Navigate to="/leverancier/overzicht" replace />} />
    </Routes>
  );
}
