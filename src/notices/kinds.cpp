// Notices in the reader: a file, or a zip of them. What is found goes to the server as the described struct, with the
// original beside it, or only its place when it is a piece of the file.
#include "notices/notices.h"

namespace tenzij::notices {

namespace {

// One answer: a notice, and where its original stands in the file when it is not beside it.
struct Found {
  Notice notice;
  std::optional<std::uint64_t> at;
  std::optional<std::uint64_t> size;
};
BOOST_DESCRIBE_STRUCT(Found, (), (notice, at, size))

// Finds each original in the file it came from without searching: they follow each other, between them are spaces, a mark or
// a few bytes of a package around them.
class Places {
 public:
  explicit Places(std::string_view content) : content_(content) {}

  std::optional<std::size_t> find(std::string_view original) {
    constexpr std::string_view between = " \t\r\n\xef\xbb\xbf,";
    std::size_t at = content_.find_first_not_of(between, from_);
    if (at == std::string_view::npos || content_.substr(at, original.size()) != original) return std::nullopt;
    from_ = at + original.size();
    return at;
  }

 private:
  std::string_view content_;
  std::size_t from_ = 0;
};

void read_one(std::string_view content, bool in_server, reader::Answers& answers) {
  Places places(content);
  try {
    parse(content, [&](Notice&& notice, std::string_view original) {
      // Of a file in a zip the server has no bytes to point into.
      const auto at = in_server ? places.find(original) : std::nullopt;
      Found found{std::move(notice), {}, {}};
      if (at) found = {std::move(found.notice), *at, original.size()};
      answers.give(json::encode(found), at ? std::string_view() : original);
    });
  } catch (const Rejected& fault) {
    throw Error(400, fault.code, fault.args);
  }
}

}  // namespace

void add_kinds(reader::Kinds& kinds) {
  kinds["notices"] = [](const reader::Given& file, reader::Answers& answers) {
    if (!file.content.starts_with("PK\x03\x04")) return read_one(file.content, true, answers);
    try {
      unpack({std::string(file.name), std::string(file.content)},
             [&](SourceFile&& each) { answers.part(each.name, [&] { read_one(each.content, false, answers); }); });
    } catch (const Rejected& fault) {
      throw Error(400, fault.code, fault.args);
    }
  };
}

ReadNotice read_notice(const reader::File& file, reader::Result&& result) {
  Found found;
  json::Decoder decoder;
  decoder.read(result.value, found, "");
  if (!decoder.errors.empty()) throw Error(400, "readerCrashed");
  if (!found.at) return {std::move(found.notice), std::move(result.bytes)};
  const auto at = static_cast<std::size_t>(*found.at);
  const auto size = static_cast<std::size_t>(found.size.value_or(0));
  if (at > file.content.size() || size > file.content.size() - at) throw Error(400, "readerCrashed");
  return {std::move(found.notice), file.content.substr(at, size)};
}

}  // namespace tenzij::notices
