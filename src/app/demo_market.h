// The demo's directory of enterprises, and the same for measuring.
#pragma once

#include <set>

#include "market/market.h"

namespace tenzij::app {

// Does nothing when there are enterprises already.
void load_demo_market(db::Session& session, const std::filesystem::path& folder, Instant now);
// So many times 240 (the first time those of the demo), and by which titles each kind of offering goes (offerings.tsv).
std::vector<market::EnterpriseInput> demo_enterprises(const std::filesystem::path& folder, std::size_t rounds);
std::map<std::string, std::set<std::string>> demo_slugs(const std::filesystem::path& folder);

}  // namespace tenzij::app
