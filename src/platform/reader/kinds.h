// What a reader can read: named pure functions from bytes to answers. They run in the reader's process alone; the rooms give
// them in their *_kinds.cpp (scripts/tidy.mjs keeps it so).
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "platform/base/json.h"

namespace tenzij::reader {

// One file as the server gave it. `options` are the server's own words.
struct Given {
  std::string_view name;
  std::string_view content;
  const json::object& options;
};

// Where a kind says what it found. Answers go to the server as they come.
class Answers {
 public:
  Answers(int output, std::size_t passed_over) : output_(output), passed_over_(passed_over) {}

  // A file may hold others (a zip): what `body` gives belongs to this one, and an Error that it throws refuses this one alone.
  // Not done for a part that was answered before or that ended a reader.
  void part(std::string_view name, const std::function<void()>& body);
  // The part at hand, or the file.
  void refuse(const Error& fault);
  // Something that was found: described structs as JSON, and bytes beside it.
  void give(const json::value& value, std::string_view bytes = {});

 private:
  int output_;
  std::size_t passed_over_;  // parts
  std::size_t parts_ = 0;
};

// Throws Error with the reason when the whole file cannot be read.
using Kind = std::function<void(const Given&, Answers&)>;
using Kinds = std::map<std::string, Kind, std::less<>>;

// The command `tenzij read`: builds its walls, then reads files from standard input until that ends. Returns its exit status.
int read_files(const Kinds& kinds);

}  // namespace tenzij::reader
