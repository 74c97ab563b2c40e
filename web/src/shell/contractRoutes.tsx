// The addresses of contracts.
import { Route } from 'react-router';
import { guarded, page } from './page';

const Contracts = page(() => import('../features/contract/Contracts'), 'Contracts');
const Contract = page(() => import('../features/contract/Contract'), 'Contract');
const NewContract = page(() => import('../features/contract/ContractForm'), 'NewContract');
const ReturnRules = page(() => import('../features/contract/ReturnRules'), 'ReturnRules');
const Parties = page(() => import('../features/contract/Parties'), 'Parties');
const EditContract = page(() => import('../features/contract/ContractForm'), 'EditContract');
const Coming = page(() => import('../features/contract/Coming'), 'Coming');
const Overview = page(() => import('../features/contract/Overview'), 'Overview');
const EvidenceSettings = page(() => import('../features/contract/EvidenceSettings'), 'EvidenceSettings');
const Reminders = page(() => import('../features/contract/Reminders'), 'Reminders');
const PlanSuccessor = page(() => import('../features/contract/Successor'), 'PlanSuccessor');

export const contractRoutes = (
  <>
    <Route path="/contracten" element={guarded('contract.read', <Contracts />)} />
    <Route path="/contracten/nieuw" element={guarded('contract.edit', <NewContract />)} />
    <Route path="/contracten/regels" element={guarded('contract.read', <ReturnRules />)} />
    <Route path="/contracten/leveranciers" element={guarded('contract.read', <Parties />)} />
    <Route path="/contracten/komt" element={guarded('contract.read', <Coming />)} />
    <Route path="/contracten/social-return" element={guarded('contract.read', <Overview />)} />
    <Route path="/contracten/bewaartermijn" element={guarded('contract.read', <EvidenceSettings />)} />
    <Route path="/contracten/herinneringen" element={guarded('contract.read', <Reminders />)} />
    <Route path="/contracten/:id" element={guarded('contract.read', <Contract />)} />
    <Route path="/contracten/:id/wijzigen" element={guarded('contract.edit', <EditContract />)} />
    <Route path="/contracten/:id/opvolger" element={guarded('contract.edit', <PlanSuccessor />)} />
  </>
);
