#include "tests/fuzz/targets.h"

#include <algorithm>
#include <stdexcept>

#include "notices/notices.h"
#include "platform/base/money.h"
#include "platform/base/text.h"
#include "platform/base/time.h"
#include "platform/documents/text.h"
#include "scan/normalise.h"
#include "platform/http/multipart.h"
#include "platform/tables/sheet.h"
#include "scan/scan.h"

namespace tenzij::fuzz {

namespace {

const scan::Engine& engine() {
  static const scan::Engine one(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "lexicon");
  return one;
}

// A promise of the code under test; libFuzzer reports the input that breaks it.
void must(bool holds, const char* promise) {
  if (!holds) throw std::logic_error(promise);
}

void notice(std::string_view input) {
  try {
    notices::parse(input, [](notices::Notice&& read, std::string_view) { must(!read.source_id.empty(), "a notice has an identifier"); });
  } catch (const notices::Rejected& refused) {
    must(!refused.code.empty(), "a refusal says why");
  }
}

struct Inner {
  std::string text;
  std::optional<Date> day;
  std::vector<std::int64_t> numbers;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (text, day, numbers))
struct Outer {
  Uuid id;
  bool yes;
  double figure;
  std::optional<Instant> at;
  notices::Stage stage;
  std::vector<Inner> list;
  json::value any;
};
BOOST_DESCRIBE_STRUCT(Outer, (), (id, yes, figure, at, stage, list, any))

void decode(std::string_view input) {
  const auto read = json::decode<Outer>(std::string(input));
  must(json::dump(json::encode(json::decode<Outer>(json::dump(json::encode(read))))) == json::dump(json::encode(read)),
       "what was decoded comes back the same");
}

void csv(std::string_view input) { tables::read_book(input); }

// A document of the kind that its name or its first bytes say; a PDF is poppler's to read.
void document(std::string_view input, const char* name) {
  if (input.substr(0, 1024).find("%PDF") != std::string_view::npos) return;
  for (const documents::Block& block : documents::read_document(input, name).blocks) {
    must(!block.text.empty() && text::valid_utf8(block.text), "a block has words, in UTF-8");
    must(block.text.find('\n') == std::string::npos, "a block is one line");
  }
}
void plain_text(std::string_view input) { document(input, "a.txt"); }
void markdown(std::string_view input) { document(input, "a.md"); }
void web_page(std::string_view input) { document(input, "a.html"); }
void packed(std::string_view input) { document(input, "a.docx"); }

void multipart(std::string_view input) {
  http::Request request;
  request.headers.emplace_back("content-type", "multipart/form-data; boundary=edge");
  request.body = std::string(input);
  for (const http::Part& part : http::multipart(request)) {
    const bool inside = part.content.empty() || (part.content.data() >= request.body.data() &&
                                                 part.content.data() + part.content.size() <= request.body.data() + request.body.size());
    must(inside, "a part lies inside its body");
  }
}

// The first line of a request and its headers, as the handlers see them.
void request(std::string_view input) {
  http::Request seen;
  const std::size_t end = input.find('\n');
  const std::string_view target = input.substr(0, end);
  const std::size_t question = target.find('?');
  if (!http::percent_decode(target.substr(0, question), false, seen.path)) return;
  if (question != std::string_view::npos && !http::parse_query(target.substr(question + 1), seen.query)) return;
  must(text::valid_utf8(seen.path), "a decoded path is UTF-8");
  if (end != std::string_view::npos) seen.headers.emplace_back("cookie", std::string(input.substr(end + 1)));
  static_cast<void>(seen.cookie("tenzij_session"));
  const std::string named = http::attachment(seen.path);
  must(named.find_first_of("\r\n") == std::string::npos, "a file name cannot end a header");
}

void figures(std::string_view input) {
  if (const auto cents = parse_cents(input)) must(*cents >= 0, "cents are not negative");
  if (const auto day = Date::parse(input)) must(Date::parse(day->str()) == day, "a date comes back the same");
  static_cast<void>(Date::parse_lenient(input));
  if (const auto instant = parse_instant(input)) static_cast<void>(to_iso(*instant));
  static_cast<void>(Uuid::parse(input));
}

void scanned(std::string_view input) {
  scan::Context context;
  context.document = input.size() % 2 == 0;
  if (!text::valid_utf8(input)) return;  // everything that is scanned was made UTF-8 before
  const auto length = static_cast<std::int64_t>(text::code_points(input));
  for (const scan::Finding& finding : engine().scan(input, context)) {
    must(0 <= finding.start && finding.start <= finding.end && finding.end <= length, "a finding lies inside its text");
    for (const scan::Place& term : finding.terms)
      must(finding.start <= term.start && term.end <= finding.end, "a term lies inside its finding");
  }
}

void normalised(std::string_view input) {
  scan::Tokens tokens;
  scan::tokenise(input, tokens);
  std::uint32_t before = 0;
  for (const scan::Token& token : tokens.list) {
    must(token.start >= before && token.start < token.end && token.end <= input.size(), "tokens follow each other inside the text");
    before = token.end;
  }
  static_cast<void>(scan::lexemes(input));
  const std::string whole = text::repair_utf8(input);
  must(text::valid_utf8(whole), "repaired text is UTF-8");
  must(text::valid_utf8(text::from_latin1(input)) || input.find('\0') != std::string_view::npos, "what was Latin-1 is UTF-8");
}

// A refusal is an answer.
template <void (*work)(std::string_view)>
void refusing(std::string_view input) {
  try {
    work(input);
  } catch (const Error&) {
    return;
  }
}

}  // namespace

const std::vector<Target>& targets() {
  static const std::vector<Target> all{
      {"notice", "src/notices/", refusing<notice>},
      {"decode", "src/platform/base/json", refusing<decode>},
      {"plain_text", "src/platform/documents/plain.cpp", refusing<plain_text>},
      {"markdown", "src/platform/documents/markdown", refusing<markdown>},
      {"web_page", "src/platform/documents/html.cpp", refusing<web_page>},
      {"packed", "src/platform/documents/", refusing<packed>},
      {"csv", "src/platform/tables/", refusing<csv>},
      {"multipart", "src/platform/http/multipart.cpp", refusing<multipart>},
      {"request", "src/platform/http/message.cpp", refusing<request>},
      {"figures", "src/platform/base/", refusing<figures>},
      {"scan", "src/scan/", refusing<scanned>},
      {"normalise", "src/scan/normalise.cpp", refusing<normalised>},
  };
  return all;
}

const Target* find(std::string_view name) {
  const auto found = std::find_if(targets().begin(), targets().end(), [&](const Target& each) { return each.name == name; });
  return found == targets().end() ? nullptr : &*found;
}

}  // namespace tenzij::fuzz
