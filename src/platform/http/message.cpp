#include "platform/http/message.h"

#include <array>

#include "platform/base/text.h"
#include "platform/http/body.h"

namespace tenzij::http {

namespace {

std::string_view find(const Pairs& pairs, std::string_view name) {
  for (const auto& [key, content] : pairs)
    if (key == name) return content;
  return {};
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

const char* name_of(Method method) {
  constexpr std::array<const char*, 8> names{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "OTHER"};
  return names.at(static_cast<std::size_t>(method));
}

std::string_view Request::content() const { return received ? received->view() : std::string_view(body); }

std::string_view Request::header(std::string_view lower_name) const { return find(headers, lower_name); }

std::string_view Request::cookie(std::string_view name) const {
  for (const std::string_view part : text::split(header("cookie"), ';')) {
    const std::string_view pair = text::trim(part);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') return pair.substr(name.size() + 1);
  }
  return {};
}

const std::string& Request::param(std::string_view name) const {
  for (const auto& [key, content] : params)
    if (key == name) return content;
  throw std::logic_error("the route has no parameter " + std::string(name));
}

Uuid Request::id_param(std::string_view name) const {
  const auto parsed = Uuid::parse(param(name));
  if (!parsed) throw not_found();
  return *parsed;
}

void Request::expect_version(std::int64_t stored) const {
  if (!versioned) throw std::logic_error(route + " needs If-Match and does not say so in the API document");
  const std::string_view known = header("if-match");
  if (known.empty()) throw Error(428, "ifMatchNeeded");
  if (known != '"' + std::to_string(stored) + '"') throw Error(412, "changedMeanwhile");
}

bool percent_decode(std::string_view in, bool plus_is_space, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (in[i] == '%') {
      if (i + 2 >= in.size() || hex(in[i + 1]) < 0 || hex(in[i + 2]) < 0) return false;
      out += static_cast<char>(hex(in[i + 1]) * 16 + hex(in[i + 2]));
      i += 2;
    } else {
      out += in[i] == '+' && plus_is_space ? ' ' : in[i];
    }
  }
  return text::valid_utf8(out);
}

bool parse_query(std::string_view raw, Pairs& out) {
  if (raw.empty()) return true;
  for (const std::string_view part : text::split(raw, '&')) {
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    std::string name;
    std::string content;
    if (!percent_decode(part.substr(0, equals), true, name)) return false;
    if (equals != std::string_view::npos && !percent_decode(part.substr(equals + 1), true, content)) return false;
    out.emplace_back(std::move(name), std::move(content));
  }
  return true;
}

std::string attachment(std::string_view file_name) {
  std::string plain;
  std::string encoded;
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : file_name) {
    const bool safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    plain += safe ? c : '_';
    const auto byte = static_cast<unsigned char>(c);
    if (safe) encoded += c;
    else encoded += {'%', digits[byte >> 4U], digits[byte & 15U]};
  }
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
}

Response file(std::string content_type, std::string_view name, std::string content) {
  Response response;
  response.content_type = std::move(content_type);
  response.set("Content-Disposition", attachment(name));
  response.body = std::move(content);
  return response;
}

}  // namespace tenzij::http
