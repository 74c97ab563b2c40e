// The texts the server itself says, by language and code: knowledge/messages/<language>.json.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "platform/base/error.h"

namespace tenzij {

class Messages {
 public:
  // Reads every <language>.json in the folder; throws when a language lacks a code another one has.
  explicit Messages(const std::filesystem::path& folder);

  // The best of our languages for an Accept-Language header; Dutch when nothing fits.
  [[nodiscard]] std::string language_for(std::string_view accept_language) const;

  // The text with its {placeholders} filled in; the code itself when there is none, so nothing is ever empty.
  [[nodiscard]] std::string say(std::string_view language, std::string_view code, const MessageArgs& args = {}) const;

 private:
  [[nodiscard]] std::string named_roles(std::string_view language, std::string_view codes) const;
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> texts_;
};

}  // namespace tenzij
