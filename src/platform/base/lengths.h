// How long the texts and lists of a described struct may be. One rule gives the check of the input (json.h), maxLength and
// maxItems of the API document (schema.h) and, with the same words, the CHECK of the column (platform.text_length of
// migration 0016; a test compares the two). docs/decisions/0022-lengths.md says why it is so.
//
//   struct JoinInput {
//     std::optional<std::string> name{};
//     std::string motivation{};
//     static constexpr std::array<json::Length, 1> lengths{{{"motivation", 500}}};  // only what differs from its word
//   };
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "platform/base/limits.h"

namespace tenzij::json {

struct Length {
  std::string_view member;                        // name in C++
  std::size_t characters = limits::text_longest;  // of the text, or of each in a list; code points
  std::size_t items = limits::list_longest;       // of the list
};

// What a text is called says how long it is, so that a title is nowhere longer than elsewhere. Any other word: text_longest.
inline constexpr std::array<std::string_view, 14> name_words{
    "title", "name",        "user_name",   "display_name", "job_title", "municipality_name", "email",
    "place", "person_name", "theme_title", "decider",      "project",   "reference",         "indicator_unit"};
inline constexpr std::array<std::string_view, 14> code_words{
    "code",  "theme", "themes", "instrument", "category", "categories",        "cpv",
    "roles", "role",  "kind",   "procedure",  "language", "municipality_code", "sector"};
inline constexpr std::array<std::string_view, 7> long_words{"text",        "need",       "explanation", "description",
                                                            "market_note", "conclusion", "note"};

constexpr std::size_t usual_length(std::string_view member) {
  const auto among = [member](const auto& words) { return std::find(words.begin(), words.end(), member) != words.end(); };
  return among(name_words)   ? limits::name_longest
         : among(code_words) ? limits::code_longest
         : among(long_words) ? limits::long_text_longest
                             : limits::text_longest;
}

}  // namespace tenzij::json
