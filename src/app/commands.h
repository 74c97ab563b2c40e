// The commands of the program besides serving.
#pragma once

#include "app/settings.h"

namespace tenzij::app {

struct ImportOptions {
  std::string municipality;
  std::vector<std::string> paths;
  bool json = false;
};

struct UserOptions {
  std::string municipality;
  std::string user_name;
  std::string name;
  std::vector<std::string> roles;
  std::string password;
};

int serve(const Settings& settings);
int import_notices(const Settings& settings, const ImportOptions& options);
int import_cpv(const Settings& settings, const std::string& file);
int import_municipalities(const Settings& settings, const std::string& file);
int scan_files(const Settings& settings, const std::vector<std::string>& files, bool json);
// The sum of a file as src/contract/social_return.h describes it, as JSON; 2 when something in it is wrong, named on the error stream.
int social_return(const Settings& settings, const std::string& file);
// Which purchases of a calendar promise most, and a figure as a sentence: src/plan/rank.h and src/plan/sentence.h; 2 as above.
int rank(const Settings& settings, const std::string& file);
int sentence(const Settings& settings, const std::string& file);
int municipality_add(const Settings& settings, const std::string& code, const std::string& name);
int municipality_list(const Settings& settings);
int user_add(const Settings& settings, const UserOptions& options);
int audit_verify(const Settings& settings);
int thread_check(const Settings& settings);
int api_document(const Settings& settings);
int housekeep_now(const Settings& settings);

}  // namespace tenzij::app
