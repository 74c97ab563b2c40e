#include <algorithm>
#include <cctype>
#include <set>

#include "notices/ocds.h"
#include "notices/xml.h"

namespace tenzij::notices {

namespace {

// What every format shares once its own reader is done.
void complete(Notice& notice) {
  std::set<std::string> languages;
  for (const Text& text : notice.texts) languages.insert(text.language);
  notice.languages.assign(languages.begin(), languages.end());
  if (notice.language.empty() && !languages.empty()) notice.language = *languages.begin();
  const Text* title = nullptr;
  for (const Text& text : notice.texts)
    if (text.field == "BT-21" && text.lot.empty() && (title == nullptr || text.language == "nl")) title = &text;
  if (title != nullptr && (notice.title.empty() || title->language == "nl")) notice.title = title->text;
  if (notice.title.empty() && !notice.lots.empty()) notice.title = notice.lots.front().title;
  notice.title = text::shorten(text::collapse_spaces(notice.title), 400);
  notice.cpv = notice.cpv.substr(0, 8);
  std::erase_if(notice.cpv_additional, [](const std::string& code) { return code.empty(); });
  if (notice.version.empty()) notice.version = "01";
  if (notice.procedure_key.empty()) notice.procedure_key = notice.source_id;

  const auto lacks = [&](bool missing, const char* code) {
    if (missing) notice.shortcomings.emplace_back(code);
  };
  lacks(notice.title.empty(), "lacksTitle");
  lacks(notice.buyers.empty(), "lacksBuyer");
  lacks(notice.cpv.empty(), "lacksCpv");
  lacks(!notice.published_on.has_value(), "lacksDate");
  lacks(notice.kind.empty(), "lacksKind");
  lacks(!notice.unclear.empty(), "hasUnclear");
}

void parse_xml(std::string_view content, const OnNotice& on_notice) {
  xml::Document document;
  xml::load(content, document);
  const auto root = document.tree.document_element();
  const std::string_view name = xml::local(root);
  Notice notice;
  if (name == "TED_EXPORT") {
    xml::read_ted(document, notice);
  } else if (name == "ContractNotice" || name == "ContractAwardNotice" || name == "PriorInformationNotice" ||
             name == "BusinessRegistrationInformationNotice") {
    xml::read_eforms(document, notice);
  } else {
    throw Rejected{"otherXml", {{"name", std::string(name.substr(0, 60))}}};
  }
  const bool anonymous = notice.source_id.empty();
  // Without an identifier the content identifies it, so that importing again still changes nothing.
  if (anonymous) notice.source_id = "sha256-" + sha256_hex(content).substr(0, 24);
  complete(notice);
  if (anonymous) notice.shortcomings.emplace_back("lacksIdentifier");
  on_notice(std::move(notice), content);
}

// UTF-16, as systems on Windows save it; the order by its mark, or else by where the zeros of plain characters stand.
std::optional<std::string> from_utf16(std::string_view content) {
  const bool marked_little = content.starts_with("\xff\xfe");
  const bool marked_big = content.starts_with("\xfe\xff");
  const bool plain = content.size() >= 4 && !marked_little && !marked_big;
  const bool little = marked_little || (plain && content[0] != 0 && content[1] == 0 && content[3] == 0);
  const bool big = marked_big || (plain && content[0] == 0 && content[1] != 0 && content[2] == 0);
  if (!little && !big) return std::nullopt;
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(content[at]);
    const auto second = static_cast<unsigned char>(content[at + 1]);
    return static_cast<std::uint32_t>(little ? first | (second << 8) : (first << 8) | second);
  };
  std::string out;
  out.reserve(content.size());
  for (std::size_t i = marked_little || marked_big ? 2 : 0; i + 1 < content.size(); i += 2) {
    std::uint32_t code = unit(i);
    if (code >= 0xd800 && code < 0xdc00 && i + 3 < content.size()) {
      const std::uint32_t low = unit(i + 2);
      if (low < 0xdc00 || low > 0xdfff) throw Rejected{"wrongEncoding"};
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
      i += 2;
    } else if (code >= 0xd800 && code <= 0xdfff) {
      throw Rejected{"wrongEncoding"};
    }
    if (code < 0x80) {
      out += static_cast<char>(code);
      continue;
    }
    if (code >= 0x10000) {
      out += static_cast<char>(0xf0 | (code >> 18));
      out += static_cast<char>(0x80 | ((code >> 12) & 0x3f));
    } else if (code >= 0x800) {
      out += static_cast<char>(0xe0 | (code >> 12));
    } else {
      out += static_cast<char>(0xc0 | (code >> 6));
      out += static_cast<char>(0x80 | (code & 0x3f));
      continue;
    }
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (code & 0x3f));
  }
  return out;
}

// Notices are UTF-8; what is marked, declared or looks like Latin-1 or UTF-16 is turned into it.
std::string as_utf8(std::string_view content) {
  if (content.starts_with("\xef\xbb\xbf")) content.remove_prefix(3);
  if (auto converted = from_utf16(content)) return std::move(*converted);
  if (text::valid_utf8(content)) return std::string(content);
  const std::string head = text::lower_ascii(content.substr(0, 200));
  if (head.find("iso-8859") != std::string::npos || head.find("windows-1252") != std::string::npos) return text::from_latin1(content);
  if (content.find('\0') != std::string_view::npos) throw Rejected{"notText"};
  throw Rejected{"wrongEncoding"};
}

}  // namespace

std::string publication_key(std::string_view written) {
  // The two figures that stand left and right of the last dash; in "2025/S 118-612345" the year stands in front.
  std::string plain;
  for (const char c : written.substr(0, 200))
    if (std::isspace(static_cast<unsigned char>(c)) == 0) plain += c;
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.size() <= 10 && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  const auto year = [&](std::string_view part) { return part.size() == 4 && digits(part) && (part[0] == '1' || part[0] == '2'); };
  // "2025/S118" or "2025-OJS118": year and number of the journal.
  const auto journal = [&](std::string_view part) {
    if (part.size() < 7 || !year(part.substr(0, 4)) || (part[4] != '/' && part[4] != '-')) return false;
    part.remove_prefix(5);
    if (part.starts_with("OJ")) part.remove_prefix(2);
    return part.starts_with('S') && digits(part.substr(1));
  };
  const std::size_t dash = plain.rfind('-');
  if (dash == std::string::npos) return {};
  const std::string_view before = std::string_view(plain).substr(0, dash);
  const std::string_view after = std::string_view(plain).substr(dash + 1);
  std::string_view number;
  std::string_view of_year;
  if (journal(before)) {
    number = after;
    of_year = before.substr(0, 4);
  } else if (const auto last = before.substr(before.rfind('/') + 1); year(after) && digits(last)) {
    number = last;
    of_year = after;
  }
  if (!digits(number)) return {};
  const std::size_t first = number.find_first_not_of('0');
  return first == std::string_view::npos ? std::string() : std::string(number.substr(first)) + "-" + std::string(of_year);
}

void parse(std::string_view content, const OnNotice& on_notice) {
  if (content.empty()) throw Rejected{"emptyFile"};
  if (content.size() > limits::notice_file_bytes && content.starts_with("<")) throw Rejected{"fileTooLarge"};
  const std::string utf8 = as_utf8(content);
  const std::string_view trimmed = text::trim(utf8);
  if (trimmed.empty()) throw Rejected{"emptyFile"};
  if (trimmed.front() == '<') {
    if (trimmed.size() > limits::notice_file_bytes) throw Rejected{"fileTooLarge"};
    parse_xml(trimmed, on_notice);
  } else if (trimmed.front() == '{' || trimmed.front() == '[') {
    ocds::read(trimmed, [&](Notice&& notice, std::string_view original) {
      complete(notice);
      on_notice(std::move(notice), original);
    });
  } else {
    throw Rejected{"unknownFormat"};
  }
}

}  // namespace tenzij::notices
