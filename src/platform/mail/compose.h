// A letter as it goes over the wire (RFC 5322, 2045-2047, 8058): headers that nobody can add lines to, plain text and HTML.
#pragma once

#include <string>
#include <string_view>

#include "platform/base/time.h"

namespace tenzij::mail {

struct Letter {
  std::string from_name{};
  std::string from{};
  std::string to_name{};
  std::string to{};
  std::string subject{};
  std::string plain{};  // lines end with \n
  std::string html{};
  std::string message_id{};  // without brackets
  Instant date{};
  std::string off{};  // address with which one click ends it; empty for what is needed
};
// Lines end with CR LF; no line of a header or body is longer than 78 characters, but for one word that is.
std::string compose(const Letter& letter);

// A text for a header: on one line, and as encoded words (RFC 2047), folded, when it is not short plain ASCII.
std::string header_text(std::string_view text);
std::string quoted_printable(std::string_view text);
std::string escape_html(std::string_view text);

}  // namespace tenzij::mail
