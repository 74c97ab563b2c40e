#include "platform/base/log.h"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>

#include "platform/base/text.h"

namespace tenzij {

namespace {

// %P: the text of the event, printable.
class PrintableText : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    const std::string text = printable({message.payload.data(), message.payload.size()});
    out.append(text.data(), text.data() + text.size());
  }
  [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<PrintableText>(); }
};

// U+0080-U+009F (C1 controls), U+2028 and U+2029 (line ends), U+202A-U+202E and U+2066-U+2069 (direction).
bool hidden_control(std::string_view rest) {
  const auto byte = [&](std::size_t i) { return i < rest.size() ? static_cast<unsigned char>(rest[i]) : 0U; };
  if (byte(0) == 0xc2) return byte(1) >= 0x80 && byte(1) <= 0x9f;
  if (byte(0) != 0xe2) return false;
  return (byte(1) == 0x80 && byte(2) >= 0xa8 && byte(2) <= 0xae) || (byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9);
}

}  // namespace

std::string printable(std::string_view text) {
  const std::string whole = text::repair_utf8(text);
  std::string out;
  out.reserve(whole.size());
  for (std::size_t i = 0; i < whole.size();) {
    const auto byte = static_cast<unsigned char>(whole[i]);
    if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
      ++i;
    } else if (hidden_control(std::string_view(whole).substr(i))) {
      for (const std::size_t end = i + (byte == 0xc2 ? 2 : 3); i < end; ++i)
        out += fmt::format("\\x{:02x}", static_cast<unsigned char>(whole[i]));
    } else {
      out += whole[i++];
    }
  }
  return out;
}

std::unique_ptr<spdlog::formatter> log_format() {
  auto format = std::make_unique<spdlog::pattern_formatter>();
  format->add_flag<PrintableText>('P').set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %P");
  return format;
}

}  // namespace tenzij
