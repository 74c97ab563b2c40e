#include "organisation/organisation.h"

namespace tenzij::organisation {

// One row per role. Reading what the municipality published and how it stands is for everybody who works there;
// judging findings, importing and managing are not.
//   insight.read        figures and their rows          notices.read      notices with their findings
//   notices.import      upload notices                  notices.judge     confirm or reject a finding, assign a unit
//   organisation.read   units and people                organisation.edit units, people, roles
//   policy.read         documents, goals, thread, gaps   policy.edit       documents, goals, consultations
//   policy.confirm      confirm and adapt one's own goals help.ask          ask an adviser, answer what one was asked
//   coaching.edit       the coaching log of advisers
//   ambition.read      sessions, webs, what was agreed   ambition.edit     prepare and lead sessions, adopt webs
//   criteria.read       the library of criteria            criteria.propose  propose one
//   criteria.keep       accept, edit, reject, merge, import
//   purchase.read       purchases, decisions, figures      purchase.edit     make, change, choose requirements, propose unless
//   purchase.decide     decide unless on one's own purchases purchase.reopen   reopen somebody's unless
//   purchase.settings   rules, tasks per procedure, moving purchases
//   contract.read       contracts, commitments, the social-return sum   contract.edit  make, change, report
//   contract.verify     judge what others reported, placements, rules    contract.decide terminate, settle, waive on one's own contracts
//   measure.read        indicators and measurements         measure.edit   report, change, withdraw, say which of two counts
//   measure.verify      judge what others measured
//   publication.edit    which parts everybody sees, and the log of it
//   market.read         enterprises and what fits a purchase  market.edit   enter and change them, notes, joining
//   jobs.read           imports with their file names   jobs.manage       cancel and retry jobs
//   events.read         what happens, as it happens      audit.read        the audit log
const auth::PermissionMatrix& permissions() {
  static const std::set<std::string, std::less<>> reader{"insight.read",  "notices.read",  "organisation.read", "policy.read",
                                                         "ambition.read", "criteria.read", "purchase.read",     "contract.read",
                                                         "measure.read",  "market.read",   "events.read"};
  static const auto with = [](std::initializer_list<const char*> more) {
    auto all = reader;
    all.insert(more.begin(), more.end());
    return all;
  };
  static const auth::PermissionMatrix matrix{
      {"budget_holder", with({"notices.judge", "jobs.read", "policy.confirm", "criteria.propose", "help.ask", "purchase.edit",
                              "purchase.decide", "contract.edit", "measure.edit", "contract.decide", "market.edit"})},
      {"procurement_advisor",
       with({"notices.import", "notices.judge", "jobs.read", "jobs.manage", "ambition.edit", "criteria.propose", "criteria.keep",
             "help.ask", "purchase.edit", "purchase.settings", "contract.edit", "measure.edit", "market.edit"})},
      {"impact_advisor", with({"notices.import", "notices.judge", "jobs.read", "jobs.manage", "policy.edit", "policy.confirm",
                               "ambition.edit", "criteria.propose", "criteria.keep", "help.ask", "coaching.edit", "purchase.edit",
                               "purchase.settings", "contract.edit", "measure.edit", "measure.verify", "publication.edit", "market.edit"})},
      {"sroi_coordinator",
       with({"notices.judge", "jobs.read", "policy.edit", "policy.confirm", "ambition.edit", "criteria.propose", "help.ask",
             "purchase.edit", "contract.edit", "measure.edit", "contract.verify", "measure.verify", "market.edit"})},
      {"contract_manager", with({"notices.judge", "jobs.read", "policy.confirm", "criteria.propose", "help.ask", "purchase.edit",
                                 "contract.edit", "measure.edit", "contract.verify", "measure.verify", "market.edit"})},
      {"board_member", with({"criteria.propose", "help.ask"})},
      {"director",
       with({"jobs.read", "policy.edit", "policy.confirm", "ambition.edit", "criteria.propose", "help.ask", "purchase.edit",
             "purchase.decide", "purchase.reopen", "contract.edit", "measure.edit", "contract.decide", "publication.edit", "market.edit"})},
      {"alderman", reader},
      {"council_member", reader},
      {"entrepreneur", {}},
      {"participant", {}},
      {"citizen", {}},
      {"administrator", with({"notices.import", "notices.judge", "organisation.edit", "jobs.read", "jobs.manage", "audit.read",
                              "policy.edit", "policy.confirm", "ambition.edit", "criteria.propose", "criteria.keep", "help.ask",
                              "purchase.edit", "purchase.settings", "contract.edit", "measure.edit", "publication.edit", "market.edit"})},
  };
  return matrix;
}

bool known_role(const std::string& role) { return permissions().contains(role); }

}  // namespace tenzij::organisation
