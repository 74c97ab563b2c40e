// The addresses of the market.
import { Route } from 'react-router';
import { guarded, page } from './page';

const Enterprises = page(() => import('../features/market/Enterprises'), 'Enterprises');
const Enterprise = page(() => import('../features/market/Enterprise'), 'Enterprise');
const NewEnterprise = page(() => import('../features/market/EnterpriseForm'), 'NewEnterprise');
const EditEnterprise = page(() => import('../features/market/EnterpriseForm'), 'EditEnterprise');
const CompareEnterprises = page(() => import('../features/market/CompareEnterprises'), 'CompareEnterprises');
const AlikeEnterprises = page(() => import('../features/market/AlikeEnterprises'), 'AlikeEnterprises');
const Vain = page(() => import('../features/market/Vain'), 'Vain');

export const marketRoutes = (
  <>
    <Route path="/ondernemers" element={guarded('market.read', <Enterprises />)} />
    <Route path="/ondernemers/nieuw" element={guarded('market.edit', <NewEnterprise />)} />
    <Route path="/ondernemers/vergelijken" element={guarded('market.read', <CompareEnterprises />)} />
    <Route path="/ondernemers/dubbel" element={guarded('market.read', <AlikeEnterprises />)} />
    <Route path="/ondernemers/niet-gevonden" element={guarded('market.read', <Vain />)} />
    <Route path="/ondernemers/:id" element={guarded('market.read', <Enterprise />)} />
    <Route path="/ondernemers/:id/wijzigen" element={guarded('market.edit', <EditEnterprise />)} />
  </>
);
