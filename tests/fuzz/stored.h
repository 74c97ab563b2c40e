// A zip whose parts are stored as they are, around what is fuzzed: so made-up input reaches the reader behind the packing.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/zip.h"

namespace tenzij::fuzz {

using Parts = std::vector<std::pair<std::string, std::string_view>>;

inline std::string stored(Parts parts) {
  // An empty part is one that is missing, not one that is damaged.
  std::erase_if(parts, [](const auto& each) { return each.second.empty(); });
  return tenzij::testing::zip(parts, tenzij::testing::Packing::stored);
}

// The input as `count` pieces, between form feeds, which stand in no XML; what is missing is empty.
inline std::vector<std::string_view> pieces(std::string_view input, std::size_t count) {
  std::vector<std::string_view> out;
  while (out.size() + 1 < count && input.find('\f') != std::string_view::npos) {
    const std::size_t end = input.find('\f');
    out.push_back(input.substr(0, end));
    input.remove_prefix(end + 1);
  }
  out.push_back(input);
  out.resize(count);
  return out;
}

}  // namespace tenzij::fuzz
