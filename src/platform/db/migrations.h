// Forward-only schema: db/migrations/NNNN_name.sql, each run once, in order, in its own transaction.
#pragma once

#include <filesystem>

#include "platform/db/connection.h"

namespace tenzij::db {

// Brings the database up to date and returns how many files ran. Refuses, before anything runs, when a file
// that ran earlier has changed or is gone: two installations would differ without anybody knowing.
// `owner` logs in as the role that owns the tables.
// Beside a running server (`may_run` false) it only looks: a command of another version than the server's does nothing to its data.
int migrate(Connection& owner, const std::filesystem::path& folder, bool may_run = true);

}  // namespace tenzij::db
