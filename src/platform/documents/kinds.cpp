#include "platform/documents/readers.h"
#include "platform/documents/several.h"

namespace tenzij::documents {

namespace {

struct Json {
  json::value whole;
};
BOOST_DESCRIBE_STRUCT(Json, (), (whole))
// What goes over the pipe of an attachment; its bytes beside it when they are other ones.
struct AttachmentFacts {
  AttachmentKind kind{};
  bool changed = false;
};
BOOST_DESCRIBE_STRUCT(AttachmentFacts, (), (kind, changed))

// What goes over the pipe of several documents: how far it is, or one of them.
struct Several {
  int done = 0;
  int total = 0;
  std::optional<FoundDocument> found{};
};
BOOST_DESCRIBE_STRUCT(Several, (), (done, total, found))

constexpr std::array<std::string_view, 7> archives{"7z\xBC\xAF\x27\x1C",
                                                   "Rar!\x1A\x07",
                                                   "\x1F\x8B",
                                                   "BZh",
                                                   "MSCF",
                                                   "\xFD"
                                                   "7zXZ",
                                                   "\x28\xB5\x2F\xFD"};

bool is_archive(std::string_view content) {
  constexpr std::size_t tar_mark = 257;
  return std::any_of(archives.begin(), archives.end(), [&](std::string_view each) { return content.starts_with(each); }) ||
         content.substr(std::min(content.size(), tar_mark)).starts_with("ustar");
}

FoundDocument one_of_several(std::string_view content, std::string_view name, const Told& told = {}) {
  if (is_archive(content)) throw refused("documentArchive");
  return read_found(content, name, told);
}

void read_zip(const reader::Given& file, reader::Answers& answers) {
  int total = 0;
  each_file(file.content, [&](const std::string&, const std::function<std::string()>&) { ++total; });
  if (total == 0) throw refused("documentEmpty");
  int done = 0;
  bool bomb = false;
  each_file(file.content, [&](const std::string& name, const std::function<std::string()>& unpack) {
    answers.give(json::encode(Several{done++, total}));
    answers.part(name, [&] {
      try {
        const std::string content = unpack();
        if (holds_files(content) || is_archive(content)) throw refused("documentNested");
        answers.give(json::encode(Several{done, total, read_found(content, name)}), content);
      } catch (const Error& fault) {
        bomb = bomb || fault.code() == "zipBomb";
        throw;
      }
    });
    if (bomb) throw refused("zipBomb");
  });
}

void read_several(const reader::Given& file, reader::Answers& answers) {
  if (file.content.empty()) throw refused("emptyFile");
  if (holds_files(file.content)) return read_zip(file, answers);
  const Told told = [&](int done, int total) { answers.give(json::encode(Several{done, total})); };
  answers.give(json::encode(Several{0, 0, one_of_several(file.content, file.name, told)}));
}

}  // namespace

void add_kinds(reader::Kinds& kinds) {
  kinds["document"] = [](const reader::Given& file, reader::Answers& answers) {
    answers.give(json::encode(read_document(file.content, file.name)));
  };
  kinds["documents"] = read_several;
  kinds["table"] = [](const reader::Given& file, reader::Answers& answers) {
    answers.give(tables::to_json(tables::read_book(file.content)));
  };
  kinds["json"] = [](const reader::Given& file, reader::Answers& answers) { answers.give(json::encode(Json{json::parse(file.content)})); };
  kinds["page"] = [](const reader::Given& file, reader::Answers& answers) {
    answers.give(json::object{}, page_picture(file.content, file.options.at("page").to_number<int>()));
  };
  kinds["attachment"] = [](const reader::Given& file, reader::Answers& answers) {
    const Attachment read = read_attachment(file.content);
    answers.give(json::encode(AttachmentFacts{read.kind, read.changed}), read.changed ? std::string_view(read.content) : "");
  };
}

DocumentText document_of(reader::Readers& readers, std::string_view content, std::string_view file_name) {
  if (content.size() > limits::document_bytes) throw Error(400, "fileTooLarge");
  return reader::read_as<DocumentText>(readers, {"document", std::string(file_name), std::string(content), {}, limits::document_time});
}

void documents_of(reader::Readers& readers, std::string_view content, std::string_view file_name, const DocumentListener& listener) {
  if (content.size() > limits::document_bytes) return listener.on_refused("", Error(400, "fileTooLarge"));
  // A thousand pages on a busy machine; each part of a zip has the same.
  std::optional<reader::File> one(
      reader::File{"documents", std::string(file_name), std::string(content), {}, 3 * std::chrono::seconds(limits::document_time)});
  readers.batch([&] { return std::exchange(one, std::nullopt); },
                {[&](const reader::File&, const std::string& part, reader::Result&& result) {
                   Several read;
                   json::Decoder decoder;
                   decoder.read(result.value, read, "");
                   if (!decoder.errors.empty()) return listener.on_refused(part, Error(400, "readerCrashed"));
                   if (read.found) return listener.on_document(part, std::move(*read.found), std::move(result.bytes));
                   if (listener.on_step) listener.on_step(read.done, read.total);
                 },
                 [&](const reader::File&, const std::string& part, const Error* why) {
                   if (why != nullptr) listener.on_refused(part, *why);
                 }});
}

tables::Book table_of(reader::Readers& readers, std::string_view content) {
  const auto results = readers.read({"table", {}, std::string(content)});
  if (results.empty()) throw Error(400, "readerCrashed");
  return tables::from_json(results.front().value);
}

json::value json_of(reader::Readers& readers, std::string_view content) {
  return reader::read_as<Json>(readers, {"json", {}, std::string(content)}).whole;
}

std::string picture_of(reader::Readers& readers, std::string_view pdf, int page) {
  auto results = readers.read({"page", {}, std::string(pdf), json::object{{"page", page}}, limits::reader_time, true});
  if (results.empty()) throw not_found();
  return std::move(results.front().bytes);
}

Attachment attachment_of(reader::Readers& readers, std::string_view content) {
  if (content.empty()) throw Error(400, "attachmentEmpty");
  if (content.size() > limits::attachment_bytes) throw Error(400, "attachmentTooLarge");
  try {
    auto results = readers.read({"attachment", {}, std::string(content), {}, limits::document_time});
    if (results.empty()) throw Error(400, "attachmentDamaged");
    AttachmentFacts facts;
    json::Decoder decoder;
    decoder.read(results.front().value, facts, "");
    if (!decoder.errors.empty()) throw Error(400, "attachmentDamaged");
    return {facts.kind, facts.changed, facts.changed ? std::move(results.front().bytes) : std::string(content)};
  } catch (const Error& fault) {
    if (reader::reader_lost(fault)) throw Error(400, "attachmentDamaged");
    throw;
  }
}

}  // namespace tenzij::documents
