// What an administrator does across the rooms: hand over, merge, read back, look after.
#pragma once

#include <filesystem>

#include "platform/auth/auth.h"

namespace tenzij::administration {

struct AdministrationSettings {
  std::filesystem::path data;  // whose disk is looked at
};
void add_routes(http::Router& router, const AdministrationSettings& settings);

}  // namespace tenzij::administration
