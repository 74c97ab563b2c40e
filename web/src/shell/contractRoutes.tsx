// The addresses of contracts.
import { Route } from 'react-router';
import { page } from './page';

const Contracts = page(() => import('../features/contract/Contracts'), 'Contracts');
const Contract = page(() => import('../features/contract/Contract'), 'Contract');
const NewContract = page(() => import('../features/contract/ContractForm'), 'NewContract');
const ReturnRules = page(() => import('../features/contract/ReturnRules'), 'ReturnRules');
const Parties = page(() => import('../features/contract/Parties'), 'Parties');
const EditContract = page(() => import('../features/contract/ContractForm'), 'EditContract');

export const contractRoutes = (
  <>
    <Route path="/contracten" element={<Contracts />} />
    <Route path="/contracten/nieuw" element={<NewContract />} />
    <Route path="/contracten/regels" element={<ReturnRules />} />
    <Route path="/contracten/leveranciers" element={<Parties />} />
    <Route path="/contracten/:id" element={<Contract />} />
    <Route path="/contracten/:id/wijzigen" element={<EditContract />} />
  </>
);
