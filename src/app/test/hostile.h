// What a stranger may put into any place of a request, chosen by what the API document says of that place. The same for every
// run: nothing is drawn but from a generator seeded by the route's name.
#pragma once

#include <random>
#include <set>

#include "platform/base/json.h"
#include "tests/support/client.h"

namespace tenzij::testing {

// As it stands in JSON; raw, so that it can hold what no encoder writes.
inline std::string text_of(std::size_t size) { return '"' + std::string(size, 'x') + '"'; }

inline const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> values{R"("\u0000")",  R"("a\u0000b")",    R"("\ud800")",   R"("\udc00\ud800")",
                                               R"("")",        R"("   ")",         "\"🌳𝔘\"",        "\"'; \\\\ % _ {x} \\u202e\\u001b[2J\"",
                                               "\"\xff\xfe\"", "\"\xed\xa0\x80\"", text_of(200'000)};
  return values;
}
inline const std::vector<std::string>& hostile_numbers() {
  static const std::vector<std::string> values{"-1",
                                               "0",
                                               "1e400",
                                               "-1e400",
                                               "1.5",
                                               "2147483647",
                                               "2147483648",
                                               "-2147483648",
                                               "9223372036854775807",
                                               "9223372036854775808",
                                               "-9223372036854775808",
                                               "1e18",
                                               "999999999999"};
  return values;
}
inline const std::vector<std::string>& hostile_dates() {
  static const std::vector<std::string> values{R"("0000-01-01")",
                                               R"("0001-01-01")",
                                               R"("9999-12-31")",
                                               R"("10000-01-01")",
                                               R"("2026-06-31")",
                                               R"("-001-01-01")",
                                               R"("2026-13-01")",
                                               R"("2026-1-1")",
                                               R"("9999-12-31T23:59:59-05:00")",
                                               R"("0001-01-01T00:00:00+05:00")",
                                               R"("infinity")",
                                               R"("now")"};
  return values;
}
inline const std::vector<std::string>& hostile_ids() {
  static const std::vector<std::string> values{
      R"("00000000-0000-0000-0000-000000000000")",          R"("{01a20a83-c80b-7c3e-b0d4-910f6119c2a0}")",
      R"("urn:uuid:01a20a83-c80b-7c3e-b0d4-910f6119c2a0")", R"("01a20a83c80b7c3eb0d4910f6119c2a0")",
      R"("FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF")",          R"("01a20a83-c80b-7c3e-b0d4-910f6119c2g0")"};
  return values;
}
inline const std::vector<std::string>& hostile_kinds() {
  static const std::vector<std::string> values{
      "null", "true", "[]", "{}", "[[]]", R"({"a":{"b":[1]}})", R"("x")", "7", "[null]", std::string(40, '[') + std::string(40, ']')};
  return values;
}

// What fits the place by its form and may still be wrong, and some of another kind.
inline std::vector<std::string> hostile_values(const json::object& schema, std::mt19937& random) {
  const auto word = [&](const char* key) {
    return schema.contains(key) && schema.at(key).is_string() ? std::string(schema.at(key).as_string()) : "";
  };
  const std::string type = word("type");
  const std::string format = word("format");
  std::vector<std::string> out = format == "uuid"                            ? hostile_ids()
                                 : format == "date" || format == "date-time" ? hostile_dates()
                                 : type == "string"                          ? hostile_texts()
                                 : type == "integer" || type == "number"     ? hostile_numbers()
                                                                             : std::vector<std::string>{};
  if (schema.contains("maxLength")) {
    const auto longest = schema.at("maxLength").to_number<std::size_t>();
    out.push_back(text_of(longest));
    out.push_back(text_of(longest + 1));
    std::string trees = "\"";
    for (std::size_t i = 0; i < longest; ++i) trees += "🌳";
    out.push_back(trees + '"');
  }
  if (schema.contains("maxItems")) {
    std::string many = "[";
    for (std::size_t i = 0; i <= schema.at("maxItems").to_number<std::size_t>(); ++i) many += i == 0 ? "1" : ",1";
    out.push_back(many + ']');
  }
  for (int i = 0; i < 3; ++i) out.push_back(hostile_kinds()[random() % hostile_kinds().size()]);
  return out;
}

inline std::string percent(std::string_view text) {
  std::string out;
  for (const char c : text) {
    char code[4];
    std::snprintf(code, sizeof code, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
    out += code;
  }
  return out;
}

// A value of JSON as it would stand in a path or a query: without its quotes, escaped.
inline std::string in_address(const std::string& raw) {
  try {
    const json::value v = json::parse(raw);
    if (v.is_string()) return percent(std::string_view(v.get_string()).substr(0, 4000));
  } catch (const Error&) {
    return percent(raw.substr(0, 4000));
  }
  return percent(raw.substr(0, 4000));
}

// One person with a connection that is kept.
struct Caller {
  unsigned short port;
  std::string cookie;
  std::unique_ptr<RawConnection> line;

  Answer call(const std::string& method, const std::string& target, const std::string& body = {}, const std::string& headers = {},
              const std::string& type = "application/json") {
    std::string request = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers;
    if (!cookie.empty()) request += "Cookie: " + cookie + "\r\n";
    if (method != "GET") request += "Content-Type: " + type + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    for (int attempt = 0;; ++attempt) {
      if (!line) line = std::make_unique<RawConnection>(port);
      line->send(request + "\r\n" + body);
      Answer answer = line->answer();
      if (answer.status == 0 && attempt == 0) {  // the line was closed after the answer before
        line.reset();
        continue;
      }
      if (answer.header("connection") == "close" || answer.header("content-type").starts_with("text/event-stream") || answer.status == 0)
        line.reset();
      return answer;
    }
  }
};

}  // namespace tenzij::testing
