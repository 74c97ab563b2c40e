#include "platform/mail/compose.h"

#include <fmt/format.h>

#include <array>

#include "platform/base/text.h"

namespace tenzij::mail {

namespace {

// 42 bytes are 56 characters of base64, and an encoded word of 68: with "Subject: " before it, it fits in 78.
constexpr std::size_t word_bytes = 42;
constexpr std::size_t plain_longest = 60;

// Control characters, line ends among them, become spaces: a header is one line, whatever somebody typed.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < ' ' || c == 0x7f ? ' ' : c;
  return std::string(text::trim(text::collapse_spaces(out)));
}

bool is_plain(std::string_view text) {
  return text.size() <= plain_longest && text.find("=?") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7f; });
}

std::string base64(std::string_view data) {
  static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < data.size(); at += 3) {
    std::uint32_t three = 0;
    for (std::size_t i = 0; i < 3; ++i) three = three << 8 | (at + i < data.size() ? static_cast<unsigned char>(data[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) out += at + i > data.size() ? '=' : letters[three >> (18 - 6 * i) & 63U];
  }
  return out;
}

std::string encoded_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t end = std::min(word_bytes, text.size());
    // Not within a character: its other bytes begin with 10.
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
    if (end == 0) end = std::min(word_bytes, text.size());
    out += (out.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + base64(text.substr(0, end)) + "?=");
    text.remove_prefix(end);
  }
  return out;
}

// "Name <address>"; a plain name in quotes, whatever is in it.
std::string mailbox(std::string_view name, std::string_view address) {
  const std::string line = one_line(name);
  if (line.empty()) return fmt::format("<{}>", one_line(address));
  std::string said;
  if (is_plain(line)) {
    for (const char c : line) said += (c == '"' || c == '\\') ? std::string("\\") + c : std::string(1, c);
    said = '"' + said + '"';
  } else {
    said = encoded_words(line);
  }
  return said + "\r\n <" + one_line(address) + ">";
}

std::string date_header(Instant at) {
  static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(at - day)};
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", days[std::chrono::weekday{day}.c_encoding()],
                     static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string part(std::string_view type, std::string_view content) {
  return fmt::format("Content-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n", type,
                     quoted_printable(content));
}

}  // namespace

std::string header_text(std::string_view text) {
  const std::string line = one_line(text);
  return is_plain(line) ? line : encoded_words(line);
}

std::string quoted_printable(std::string_view text) {
  constexpr std::size_t longest = 75;  // and "=" at the end of a line that goes on
  std::string out;
  std::size_t column = 0;
  const auto put = [&](const std::string& piece) {
    if (column + piece.size() > longest) {
      out += "=\r\n";
      column = 0;
    }
    out += piece;
    column += piece.size();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r') continue;
    if (c == '\n') {
      out += "\r\n";
      column = 0;
      continue;
    }
    const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
    const bool as_it_is = (c > ' ' && c < 0x7f && c != '=') || (c == ' ' && !ends_line);
    put(as_it_is ? std::string(1, c) : fmt::format("={:02X}", static_cast<unsigned char>(c)));
  }
  return out;
}

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string compose(const Letter& letter) {
  const std::string id = one_line(letter.message_id);
  const std::string border = "tenzij-" + id.substr(0, id.find('@'));
  std::string out = "Date: " + date_header(letter.date) + "\r\n";
  out += "From: " + mailbox(letter.from_name, letter.from) + "\r\n";
  out += "To: " + mailbox(letter.to_name, letter.to) + "\r\n";
  out += "Subject: " + header_text(letter.subject) + "\r\n";
  out += "Message-ID: <" + id + ">\r\n";
  // Nobody's out-of-office answers it (RFC 3834).
  out += "Auto-Submitted: auto-generated\r\n";
  if (!letter.off.empty()) {
    out += "List-Unsubscribe:\r\n <" + one_line(letter.off) + ">\r\n";
    out += "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
  }
  out += "MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary=\"" + border + "\"\r\n\r\n";
  out += "--" + border + "\r\n" + part("text/plain", letter.plain);
  out += "--" + border + "\r\n" + part("text/html", letter.html);
  return out + "--" + border + "--\r\n";
}

}  // namespace tenzij::mail
