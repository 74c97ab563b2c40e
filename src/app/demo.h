// The demo municipality Noorderveen: fictional, from knowledge/demo/noorderveen, loaded once.
#pragma once

#include "ambition/ambition.h"
#include "criteria/criteria.h"
#include "notices/notices.h"
#include "organisation/organisation.h"
#include "platform/db/database.h"
#include "purchase/purchase.h"

namespace tenzij::app {

inline constexpr const char* demo_code = "GM9999";  // outside the list of Statistics Netherlands
inline constexpr const char* demo_password = "tenzij-demo";

// Makes the municipality with its units, people and notices; does nothing when it exists.
struct DemoParts {
  reader::Readers& readers;
  const scan::Engine& engine;
  const auth::PasswordRules& rules;
  const ambition::Levels& levels;
  const criteria::Library& library;
  const purchase::Knowledge& purchases;
};
void load_demo(db::Database& database, const std::filesystem::path& folder, const DemoParts& parts, const Clock& clock);

// What everybody sees of it; does nothing when that was said already.
void load_demo_publication(db::Session& session);

// Its ambition sessions: four finished, one that waits, and the web of the four; does nothing when there are sessions already.
void load_demo_ambition(db::Session& session, const std::filesystem::path& folder, const ambition::Levels& levels);

// Its 120 purchases with their requirements and decisions; does nothing when there are purchases already.
void load_demo_purchases(db::Session& session, const std::filesystem::path& folder, const purchase::Knowledge& knowledge);

// Contracts of what was awarded, with suppliers, moments and placements; does nothing when there are contracts already.
void load_demo_contracts(db::Session& session, const std::filesystem::path& folder);

// Measurements of those contracts, and by which indicators some goals are followed; does nothing when there are measurements already.
void load_demo_measurements(db::Session& session);

// Documents of some of its purchases, in different forms; does nothing when there are documents already.
void load_demo_documents(db::Session& session, const std::filesystem::path& folder, const DemoParts& parts);

// Its policy, in the session of that municipality; does nothing when there is policy already.
void load_demo_policy(db::Session& session, const std::filesystem::path& folder, const DemoParts& parts, Instant now);

// A text of the files it is in; nothing when it is null.
std::string demo_text(const json::value& v);
std::optional<std::string> demo_text_if(const json::value& v);

}  // namespace tenzij::app
