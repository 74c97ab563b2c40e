#include "platform/http/head.h"

#include <algorithm>
#include <array>

#include "platform/base/text.h"

namespace tenzij::http {

namespace {

bool digits_only(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool token_character(char c) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || others.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), token_character); }

bool control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7f'; }

// Spaces only: a tab around a value is something else to some programs.
std::string_view without_spaces(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// METHOD SP target SP HTTP/1.x; gives whether it is 1.1.
bool request_line(std::string_view line, bool& modern) {
  const auto parts = text::split(line, ' ');
  if (parts.size() != 3 || !is_token(parts[0]) || parts[1].empty()) return false;
  modern = parts[2] == "HTTP/1.1";
  return modern || parts[2] == "HTTP/1.0";
}

}  // namespace

bool plain_head(std::string_view head) {
  bool first = true;
  bool modern = false;
  int lengths = 0;
  int encodings = 0;
  while (!head.empty()) {
    const std::size_t end = head.find("\r\n");
    if (end == std::string_view::npos) return false;
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end + 2);
    if (std::any_of(line.begin(), line.end(), control)) return false;
    if (first) {
      if (!request_line(line, modern)) return false;
      first = false;
      continue;
    }
    if (line.empty()) return head.empty() && lengths + encodings <= 1;  // behind the empty line comes a body, which is no head
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return false;
    const std::string name = text::lower_ascii(line.substr(0, colon));
    const std::string_view value = without_spaces(line.substr(colon + 1));
    if (name == "content-length") {
      ++lengths;
      if (!digits_only(value)) return false;
    } else if (name == "transfer-encoding") {
      ++encodings;
      if (value != "chunked" || !modern) return false;
    }
  }
  return false;
}

std::string host_of(std::string_view authority) {
  std::string_view name = authority;
  std::string_view rest;
  if (name.starts_with('[')) {
    const std::size_t end = name.find(']');
    if (end == std::string_view::npos) return {};
    rest = name.substr(end + 1);
    name = name.substr(0, end + 1);
    if (name.find_first_not_of("0123456789abcdefABCDEF:.", 1) != end) return {};
  } else {
    const std::size_t colon = name.find(':');
    if (colon != std::string_view::npos) rest = name.substr(colon);
    name = name.substr(0, colon);
    const auto usual = [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
    };
    if (!std::all_of(name.begin(), name.end(), usual)) return {};
  }
  constexpr std::size_t port_digits = 5;
  if (!rest.empty() && (rest.front() != ':' || !digits_only(rest.substr(1)) || rest.size() > 1 + port_digits)) return {};
  return text::lower_ascii(name);
}

bool serves(std::string_view host, const std::vector<std::string>& hosts) {
  constexpr std::array<std::string_view, 3> loopback{"localhost", "127.0.0.1", "[::1]"};
  const auto same = [host](std::string_view each) { return text::lower_ascii(each) == host; };
  return std::any_of(loopback.begin(), loopback.end(), same) || std::any_of(hosts.begin(), hosts.end(), same);
}

std::string_view take_authority(std::string_view& target) {
  for (const std::string_view scheme : {std::string_view("http://"), std::string_view("https://")}) {
    if (text::lower_ascii(target.substr(0, scheme.size())) != scheme) continue;
    const std::size_t end = std::min(target.find_first_of("/?", scheme.size()), target.size());
    const std::string_view authority = target.substr(scheme.size(), end - scheme.size());
    target.remove_prefix(end);
    if (target.empty()) target = "/";
    return authority;
  }
  return {};
}

}  // namespace tenzij::http
