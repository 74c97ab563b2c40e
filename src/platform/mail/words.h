// What a message says, from knowledge/mail: for the inbox, and for the letter it goes in.
#pragma once

#include "platform/base/json.h"
#include "platform/base/messages.h"

namespace tenzij::mail {

struct Told {
  std::string kind;
  json::value args;  // {name: text}
  std::string path;
  std::optional<std::string> secret_path;
};
BOOST_DESCRIBE_STRUCT(Told, (), (kind, args, path, secret_path))

std::string subject_of(const Messages& words, const std::string& language, const Told& told);
std::string text_of(const Messages& words, const std::string& language, const Told& told);
std::string name_of_kind(const Messages& words, const std::string& language, const std::string& kind);

// For whom, and from where.
struct Envelope {
  std::string language;
  std::string municipality;
  std::string name;       // of who reads it; may be empty
  std::string page;       // where Tenzij is: https://...
  std::string off_page;   // where what the letter holds is switched off; empty: cannot be
  std::int64_t more = 0;  // messages that the letter does not hold
};
struct Written {
  std::string subject;
  std::string plain;
  std::string html;
};
// One message says itself; several are a list.
Written write(const Messages& words, const Envelope& envelope, const std::vector<Told>& told);

}  // namespace tenzij::mail
