// Looks whether this installation can run, and says per line what is wrong and what to do. Changes nothing and starts nothing.
#pragma once

#include "app/settings.h"

namespace tenzij::app {

enum class Health { ok, warn, wrong };
BOOST_DESCRIBE_ENUM(Health, ok, warn, wrong)

struct Finding {
  std::string subject;
  Health health;
  std::string detail;
  std::string advice;  // empty when all is well
};
BOOST_DESCRIBE_STRUCT(Finding, (), (subject, health, detail, advice))

std::vector<Finding> examine(const Settings& settings);

// Prints them, as lines or as JSON; 1 when something is wrong, 0 when it runs (also with warnings).
int doctor(const Settings& settings, bool as_json);

}  // namespace tenzij::app
