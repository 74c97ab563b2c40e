// Small text helpers that more than one floor needs. All text inside the server is valid UTF-8.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace tenzij::text {

std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
// The parts of a text that is gone before they are looked at.
template <std::same_as<std::string> Text>
std::vector<std::string_view> split(Text&& text, char separator) = delete;
std::string lower_ascii(std::string_view text);
std::string collapse_spaces(std::string_view text);  // runs of white space, also no-break space, become one space
bool valid_utf8(std::string_view text);              // also refuses NUL, which PostgreSQL cannot store
std::string repair_utf8(std::string_view text);      // wrong bytes become U+FFFD, NUL goes
std::string from_latin1(std::string_view text);      // Windows-1252 is read as such
std::size_t code_points(std::string_view text);
std::string shorten(std::string_view text, std::size_t max_bytes);  // on a character boundary, with an ellipsis
std::string snake_to_camel(std::string_view name);

// "42"/"-7" as a whole; nothing else.
bool to_int(std::string_view text, long long& out);

}  // namespace tenzij::text
