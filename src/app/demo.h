// The demo municipality Noorderveen: fictional, from knowledge/demo/noorderveen, loaded once.
#pragma once

#include "notices/notices.h"
#include "organisation/organisation.h"
#include "platform/db/database.h"

namespace tenzij::app {

inline constexpr const char* demo_code = "GM9999";  // outside the list of Statistics Netherlands
inline constexpr const char* demo_password = "tenzij-demo";

// Makes the municipality with its units, people and notices; does nothing when it exists.
void load_demo(db::Database& database, const std::filesystem::path& folder, const scan::Engine& engine, const auth::PasswordRules& rules,
               const Clock& clock);

// Its policy, in the session of that municipality; does nothing when there is policy already.
void load_demo_policy(db::Session& session, const std::filesystem::path& folder, const scan::Engine& engine, Instant now);

}  // namespace tenzij::app
