import { Suspense } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { useInstallation, useSession } from '../api/queries';
import { Loading } from '../ui/basics';
import { contractRoutes } from './contractRoutes';
import { Expired } from './Expired';
import { Layout } from './Layout';
import { marketRoutes } from './marketRoutes';
import { NotFound } from './NotFound';
import { needsNoSignIn, ofSupplier } from './outside';
import { guarded, page } from './page';
import { Trouble } from './Trouble';

const Start = page(() => import('../features/insight/Start'), 'Start');
const Standing = page(() => import('../features/insight/Standing'), 'Standing');
const Rows = page(() => import('../features/insight/Rows'), 'Rows');
const Notices = page(() => import('../features/notices/Notices'), 'Notices');
const Notice = page(() => import('../features/notices/Notice'), 'Notice');
const Marks = page(() => import('../features/notices/Marks'), 'Marks');
const UnitRules = page(() => import('../features/notices/UnitRules'), 'UnitRules');
const Import = page(() => import('../features/notices/Import'), 'Import');
const Jobs = page(() => import('../features/jobs/Jobs'), 'Jobs');
const Job = page(() => import('../features/jobs/Job'), 'Job');
const Organisation = page(() => import('../features/organisation/Organisation'), 'Organisation');
const Team = page(() => import('../features/organisation/Team'), 'Team');
const Help = page(() => import('../features/organisation/Help'), 'Help');
const Documents = page(() => import('../features/policy/Documents'), 'Documents');
const AddDocument = page(() => import('../features/policy/AddDocument'), 'AddDocument');
const Document = page(() => import('../features/policy/Document'), 'Document');
const Consultation = page(() => import('../features/policy/Consultation'), 'Consultation');
const MyInvitation = page(() => import('../features/policy/Invitation'), 'MyInvitation');
const OpenInvitation = page(() => import('../features/policy/Invitation'), 'OpenInvitation');
const Goals = page(() => import('../features/policy/Goals'), 'Goals');
const Goal = page(() => import('../features/policy/Goal'), 'Goal');
const NewGoal = page(() => import('../features/policy/GoalForm'), 'NewGoal');
const EditGoal = page(() => import('../features/policy/GoalForm'), 'EditGoal');
const Thread = page(() => import('../features/thread/Thread'), 'Thread');
const ThreadRows = page(() => import('../features/thread/Rows'), 'Rows');
const Links = page(() => import('../features/thread/Links'), 'Links');
const Gaps = page(() => import('../features/policy/Gaps'), 'Gaps');
const Progress = page(() => import('../features/policy/Progress'), 'Progress');
const Manifest = page(() => import('../features/policy/Manifest'), 'Manifest');
const Sessions = page(() => import('../features/ambition/Sessions'), 'Sessions');
const NewSession = page(() => import('../features/ambition/Prepare'), 'NewSession');
const EditSession = page(() => import('../features/ambition/Prepare'), 'EditSession');
const Session = page(() => import('../features/ambition/Session'), 'Session');
const Beamer = page(() => import('../features/ambition/Beamer'), 'Beamer');
const Webs = page(() => import('../features/ambition/Webs'), 'Webs');
const CombinedWeb = page(() => import('../features/ambition/CombinedWeb'), 'CombinedWeb');
const Agreed = page(() => import('../features/ambition/Agreed'), 'Agreed');
const MyActions = page(() => import('../features/ambition/MyActions'), 'MyActions');
const Criteria = page(() => import('../features/criteria/Criteria'), 'Criteria');
const Criterion = page(() => import('../features/criteria/Criterion'), 'Criterion');
const NewCriterion = page(() => import('../features/criteria/CriterionForm'), 'NewCriterion');
const EditCriterion = page(() => import('../features/criteria/CriterionForm'), 'EditCriterion');
const Compare = page(() => import('../features/criteria/Compare'), 'Compare');
const Fitting = page(() => import('../features/criteria/Fitting'), 'Fitting');
const Focus = page(() => import('../features/criteria/Focus'), 'Focus');
const Proposals = page(() => import('../features/criteria/Proposals'), 'Proposals');
const Purchases = page(() => import('../features/purchase/Purchases'), 'Purchases');
const Calendar = page(() => import('../features/purchase/Calendar'), 'Calendar');
const Small = page(() => import('../features/purchase/Small'), 'Small');
const NewPurchase = page(() => import('../features/purchase/PurchaseForm'), 'NewPurchase');
const EditPurchase = page(() => import('../features/purchase/PurchaseForm'), 'EditPurchase');
const Purchase = page(() => import('../features/purchase/Purchase'), 'Purchase');
const Impact = page(() => import('../features/purchase/Impact'), 'Impact');
const Requirements = page(() => import('../features/purchase/Requirements'), 'Requirements');
const PurchaseTasks = page(() => import('../features/purchase/Tasks'), 'Tasks');
const MyTasks = page(() => import('../features/purchase/MyTasks'), 'MyTasks');
const Call = page(() => import('../features/purchase/Call'), 'Call');
const CheckPage = page(() => import('../features/check/CheckPage'), 'CheckPage');
const DocumentPage = page(() => import('../features/check/DocumentPage'), 'DocumentPage');
const Comparison = page(() => import('../features/check/Comparison'), 'Comparison');
const Unless = page(() => import('../features/purchase/Unless'), 'Unless');
const PurchaseFigures = page(() => import('../features/purchase/Figures'), 'Figures');
const StartImport = page(() => import('../features/imports/StartImport'), 'StartImport');
const ImportPage = page(() => import('../features/imports/ImportPage'), 'ImportPage');
const PurchaseSettings = page(() => import('../features/purchase/Settings'), 'Settings');
const Coming = page(() => import('../features/publication/Coming'), 'Coming');
const Publication = page(() => import('../features/publication/Settings'), 'Settings');
const MeasurePages = page(() => import('../features/measure/MeasurePages'), 'MeasurePages');
const SupplierPages = page(() => import('../features/supplier/Pages'), 'Pages');
const Join = page(() => import('../features/ambition/Join'), 'Join');
const Seat = page(() => import('../features/ambition/Seat'), 'Seat');
const SearchPage = page(() => import('../features/search/SearchPage'), 'SearchPage');
const People = page(() => import('../features/administration/People'), 'People');
const Person = page(() => import('../features/administration/Person'), 'Person');
const Roles = page(() => import('../features/administration/Roles'), 'Roles');
const Units = page(() => import('../features/administration/Units'), 'Units');
const Log = page(() => import('../features/administration/Log'), 'Log');
const Health = page(() => import('../features/administration/Health'), 'Health');
const Keys = page(() => import('../features/administration/Keys'), 'Keys');
const Look = page(() => import('../features/administration/Look'), 'Look');
const RulesPage = page(() => import('../features/purchase/RulesPage'), 'RulesPage');
const Login = page(() => import('../features/auth/Login'), 'Login');
const Setup = page(() => import('../features/auth/Setup'), 'Setup');
const Account = page(() => import('../features/auth/Account'), 'Account');
const NewPassword = page(() => import('../features/auth/NewPassword'), 'NewPassword');
const Messages = page(() => import('../features/post/Messages'), 'Messages');
const MailChoices = page(() => import('../features/post/Choices'), 'Choices');
const MailOff = page(() => import('../features/post/Off'), 'Off');
const About = page(() => import('./About'), 'About');
const WordList = page(() => import('./WordList'), 'WordList');

export function App() {
  const session = useSession();
  const installation = useInstallation();
  const location = useLocation();
  // Without the frame: a menu that comes later would push the page down.
  if (session.isPending || installation.isPending) return <Loading />;
  const current = session.data ?? null;
  const supplier = ofSupplier(location.pathname);
  const outside = supplier || needsNoSignIn(location.pathname);
  let redirect: string | null = null;
  if (installation.data?.needsSetup && location.pathname !== '/eerste-keer') redirect = '/eerste-keer';
  else if (!current && !outside) redirect = `/inloggen?naar=${encodeURIComponent(location.pathname + location.search)}`;
  return (
    <Layout session={supplier ? null : current}>
      {current && !supplier && <Expired session={current} />}
      <Trouble place={location.pathname}>
        <Suspense fallback={<Loading />}>
          {redirect ? (
            <Navigate to={redirect} replace />
          ) : (
            <Routes>
              <Route path="/" element={<Start />} />
              <Route path="/inloggen" element={<Login />} />
              <Route path="/eerste-keer" element={<Setup />} />
              <Route path="/waar-staan-we" element={<Standing />} />
              <Route path="/waar-staan-we/aanbestedingen" element={<Rows />} />
              <Route path="/aankondigingen" element={<Notices />} />
              <Route path="/aankondigingen/toevoegen" element={guarded('notices.import', <Import />)} />
              <Route path="/aankondigingen/eigen-namen" element={<Marks />} />
              <Route path="/aankondigingen/regels" element={<UnitRules />} />
              <Route path="/aankondigingen/:id" element={<Notice />} />
              <Route path="/taken" element={guarded('jobs.read', <Jobs />)} />
              <Route path="/taken/:id" element={guarded('jobs.read', <Job />)} />
              <Route path="/organisatie" element={<Organisation />} />
              <Route path="/organisatie/team" element={<Team />} />
              <Route path="/organisatie/beweging" element={<Progress />} />
              <Route path="/organisatie/hulpvragen" element={<Help />} />
              <Route path="/beleid" element={<Documents />} />
              <Route path="/beleid/toevoegen" element={guarded('policy.edit', <AddDocument />)} />
              <Route path="/beleid/documenten/:id" element={<Document />} />
              <Route path="/beleid/raadplegingen/:id" element={<Consultation />} />
              <Route path="/beleid/doelen" element={<Goals />} />
              <Route path="/beleid/doelen/nieuw" element={guarded('policy.edit', <NewGoal />)} />
              <Route path="/beleid/doelen/:id" element={<Goal />} />
              <Route path="/beleid/doelen/:id/wijzigen" element={<EditGoal />} />
              <Route path="/beleid/rode-draad" element={<Thread />} />
              <Route path="/beleid/rode-draad/rijen" element={<ThreadRows />} />
              <Route path="/beleid/koppelingen" element={<Links />} />
              <Route path="/beleid/gaten" element={<Gaps />} />
              <Route path="/beleid/manifest" element={<Manifest />} />
              <Route path="/ambities" element={<Sessions />} />
              <Route path="/ambities/nieuw" element={guarded('ambition.edit', <NewSession />)} />
              <Route path="/ambities/webben" element={<Webs />} />
              <Route path="/ambities/webben/:id" element={<CombinedWeb />} />
              <Route path="/ambities/afspraken" element={<Agreed />} />
              <Route path="/ambities/acties" element={<MyActions />} />
              <Route path="/ambities/:id" element={<Session />} />
              <Route path="/ambities/:id/wijzigen" element={guarded('ambition.edit', <EditSession />)} />
              <Route path="/ambities/:id/scherm" element={<Beamer />} />
              <Route path="/criteria" element={<Criteria />} />
              <Route path="/criteria/passend" element={<Fitting />} />
              <Route path="/criteria/focus" element={<Focus />} />
              <Route path="/criteria/voorstellen" element={<Proposals />} />
              <Route path="/criteria/nieuw" element={guarded('criteria.propose', <NewCriterion />)} />
              <Route path="/criteria/vergelijken" element={<Compare />} />
              <Route path="/criteria/:id" element={<Criterion />} />
              <Route path="/criteria/:id/wijzigen" element={<EditCriterion />} />
              <Route path="/inkopen" element={<Purchases />} />
              <Route path="/inkopen/kalender" element={<Calendar />} />
              <Route path="/inkopen/klein" element={guarded('purchase.edit', <Small />)} />
              <Route path="/inkopen/nieuw" element={guarded('purchase.edit', <NewPurchase />)} />
              <Route path="/inkopen/inlezen" element={<Navigate to="/inlezen/purchases" replace />} />
              <Route path="/inlezen/:kind" element={<StartImport />} />
              <Route path="/inlezen/:kind/:id" element={<ImportPage />} />
              <Route path="/inkopen/tenzij" element={<Unless />} />
              <Route path="/inkopen/cijfers" element={<PurchaseFigures />} />
              <Route path="/inkopen/taken" element={<MyTasks />} />
              <Route path="/inkopen/instellingen" element={<PurchaseSettings />} />
              <Route path="/inkopen/:id" element={<Purchase />} />
              <Route path="/inkopen/:id/wijzigen" element={guarded('purchase.edit', <EditPurchase />)} />
              <Route path="/inkopen/:id/impact" element={<Impact />} />
              <Route path="/inkopen/:id/eisen" element={<Requirements />} />
              <Route path="/inkopen/:id/taken" element={<PurchaseTasks />} />
              <Route path="/inkopen/:id/uitvraag" element={<Call />} />
              <Route path="/komende-inkopen" element={<Coming />} />
              <Route path="/openbaar" element={guarded('publication.edit', <Publication />)} />
              <Route path="/inkopen/:id/controle" element={<CheckPage />} />
              <Route path="/inkopen/:id/documenten/:doc" element={<DocumentPage />} />
              <Route path="/inkopen/:id/documenten/:doc/vergelijking" element={<Comparison />} />
              {contractRoutes}
              {marketRoutes}
              <Route path="/metingen/*" element={guarded('measure.read', <MeasurePages />)} />
              <Route path="/leverancier/*" element={<SupplierPages />} />
              <Route path="/deelnemen" element={<Join />} />
              <Route path="/deelnemen/sessie" element={<Seat />} />
              <Route path="/uitnodigingen/:id" element={<MyInvitation />} />
              <Route path="/reageren/:token" element={<OpenInvitation />} />
              <Route path="/zoeken" element={<SearchPage />} />
              <Route path="/beheer/mensen" element={<People />} />
              <Route path="/beheer/mensen/:id" element={<Person />} />
              <Route path="/beheer/rollen" element={<Roles />} />
              <Route path="/beheer/onderdelen" element={<Units />} />
              <Route path="/beheer/regels" element={<RulesPage />} />
              <Route path="/beheer/uiterlijk" element={<Look />} />
              <Route path="/beheer/koppelingen" element={<Keys />} />
              <Route path="/beheer/logboek" element={<Log />} />
              <Route path="/beheer/gezondheid" element={<Health />} />
              <Route path="/beheer/accounts" element={<Navigate to="/beheer/mensen" replace />} />
              <Route path="/beheer/auditlog" element={<Navigate to="/beheer/logboek" replace />} />
              <Route path="/berichten" element={<Messages />} />
              <Route path="/berichten/uit" element={<MailOff />} />
              <Route
                path="/account"
                element={
                  <div className="stack">
                    <Account />
                    <MailChoices />
                  </div>
                }
              />
              <Route path="/nieuw-wachtwoord" element={<NewPassword />} />
              <Route path="/over" element={<About />} />
              <Route path="/begrippen" element={<WordList />} />
              <Route path="*" element={<NotFound />} />
            </Routes>
          )}
        </Suspense>
      </Trouble>
    </Layout>
  );
}
