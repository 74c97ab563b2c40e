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
}

void parse_xml(std::string_view content, const OnNotice& on_notice) {
  pugi::xml_document document;
  xml::load(content, document);
  const auto root = document.document_element();
  const std::string_view name = xml::local(root);
  Notice notice;
  if (name == "TED_EXPORT") {
    xml::read_ted(root, notice);
  } else if (name == "ContractNotice" || name == "ContractAwardNotice" || name == "PriorInformationNotice" ||
             name == "BusinessRegistrationInformationNotice") {
    xml::read_eforms(root, notice);
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

// Notices are UTF-8; what is declared or looks like Latin-1 or UTF-16 is turned into it.
std::string as_utf8(std::string_view content) {
  if (content.starts_with("\xef\xbb\xbf")) content.remove_prefix(3);
  if (content.starts_with("\xff\xfe") || content.starts_with("\xfe\xff")) return std::string(content);  // pugixml reads UTF-16 by its mark
  if (text::valid_utf8(content)) return std::string(content);
  const std::string head = text::lower_ascii(content.substr(0, 200));
  if (head.find("iso-8859") != std::string::npos || head.find("windows-1252") != std::string::npos) {
    std::string converted = text::from_latin1(content);
    const std::size_t end = converted.find("?>");
    return end == std::string::npos ? converted : converted.substr(end + 2);
  }
  if (content.find('\0') != std::string_view::npos) throw Rejected{"notText"};
  throw Rejected{"wrongEncoding"};
}

}  // namespace

void parse(std::string_view content, const OnNotice& on_notice) {
  if (content.empty()) throw Rejected{"emptyFile"};
  if (content.size() > limits::notice_file_bytes && !content.starts_with("{")) throw Rejected{"fileTooLarge"};
  const std::string utf8 = as_utf8(content);
  const std::string_view trimmed = text::trim(utf8);
  if (trimmed.empty()) throw Rejected{"emptyFile"};
  if (trimmed.front() == '<' || trimmed.starts_with("\xff\xfe") || trimmed.starts_with("\xfe\xff")) {
    parse_xml(trimmed, on_notice);
  } else if (trimmed.front() == '{') {
    ocds::read(trimmed, [&](Notice&& notice, std::string_view original) {
      complete(notice);
      on_notice(std::move(notice), original);
    });
  } else {
    throw Rejected{"unknownFormat"};
  }
}

}  // namespace tenzij::notices
