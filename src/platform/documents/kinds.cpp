#include "platform/documents/foreign.h"

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

}  // namespace

void add_kinds(reader::Kinds& kinds) {
  kinds["document"] = [](const reader::Given& file, reader::Answers& answers) {
    answers.give(json::encode(read_document(file.content, file.name)));
  };
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
