#include "organisation/organisation.h"

namespace tenzij::organisation {

// One row per role. Reading what the municipality published and how it stands is for everybody who works there;
// judging findings, importing and managing are not.
//   insight.read        figures and their rows          notices.read      notices with their findings
//   notices.import      upload notices                  notices.judge     confirm or reject a finding, assign a unit
//   organisation.read   units and people                organisation.edit units, people, roles
//   jobs.manage         cancel and retry jobs           audit.read        the audit log
const auth::PermissionMatrix& permissions() {
  static const std::set<std::string, std::less<>> reader{"insight.read", "notices.read", "organisation.read"};
  static const auto with = [](std::initializer_list<const char*> more) {
    auto all = reader;
    all.insert(more.begin(), more.end());
    return all;
  };
  static const auth::PermissionMatrix matrix{
      {"budget_holder", with({"notices.judge"})},
      {"procurement_advisor", with({"notices.import", "notices.judge", "jobs.manage"})},
      {"impact_advisor", with({"notices.import", "notices.judge", "jobs.manage"})},
      {"sroi_coordinator", with({"notices.judge"})},
      {"contract_manager", with({"notices.judge"})},
      {"board_member", reader},
      {"director", reader},
      {"alderman", reader},
      {"council_member", reader},
      {"entrepreneur", {}},
      {"participant", {}},
      {"citizen", {}},
      {"administrator", with({"notices.import", "notices.judge", "organisation.edit", "jobs.manage", "audit.read"})},
  };
  return matrix;
}

bool known_role(const std::string& role) { return permissions().contains(role); }

}  // namespace tenzij::organisation
