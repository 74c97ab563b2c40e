// The addresses of this room.
#include "dossier/store.h"
#include "platform/http/multipart.h"

namespace tenzij::dossier {

namespace {

struct PurchaseDocumentList {
  std::vector<PurchaseDocument> items;
};
BOOST_DESCRIBE_STRUCT(PurchaseDocumentList, (), (items))

struct DocumentsQuery {
  std::optional<bool> archived;
};
BOOST_DESCRIBE_STRUCT(DocumentsQuery, (), (archived))

struct DocumentPassageList {
  std::vector<DocumentPassage> items;
  std::optional<int> next_after;  // position to go on from
};
BOOST_DESCRIBE_STRUCT(DocumentPassageList, (), (items, next_after))

struct DocumentPassageQuery {
  std::optional<int> after;
};
BOOST_DESCRIBE_STRUCT(DocumentPassageQuery, (), (after))

struct DocumentFindingList {
  std::vector<DocumentFinding> items;
};
BOOST_DESCRIBE_STRUCT(DocumentFindingList, (), (items))

struct DocumentFindingQuery {
  std::optional<std::string> theme;
  std::optional<scan::Instrument> instrument;
  std::optional<scan::Strength> strength;
};
BOOST_DESCRIBE_STRUCT(DocumentFindingQuery, (), (theme, instrument, strength))

// Passages in one answer; a longer document is read on with ?after=.
constexpr std::size_t passages_shown = 1000;

// Why it was refused, in the words of who asks.
PurchaseDocument in_words(PurchaseDocument each, const Messages& messages, const http::Request& request) {
  if (!each.refusal) return each;
  MessageArgs args;
  if (each.refusal_args.is_object())
    for (const auto& member : each.refusal_args.get_object())
      if (member.value().is_string()) args.emplace_back(member.key(), member.value().get_string());
  each.reason = messages.say(request.language, *each.refusal, args);
  return each;
}

PurchaseDocumentList list_documents(const http::Request& request, db::Session& session, const Messages& messages, bool archived) {
  PurchaseDocumentList out;
  for (PurchaseDocument& each : documents_of(session, request.id_param("id"), archived))
    out.items.push_back(in_words(std::move(each), messages, request));
  return out;
}

// What stands beside the files: kind and title of one, and of which document it is a version.
struct Beside {
  std::optional<DocumentKind> kind;
  std::optional<std::string> title;
  std::optional<Uuid> version_of;
};

Beside beside(const std::vector<http::Part>& parts) {
  Beside out;
  for (const http::Part& part : parts) {
    if (!part.file_name.empty() || part.content.empty()) continue;
    if (part.name == "kind") {
      DocumentKind kind{};
      if (!boost::describe::enum_from_string(std::string(part.content).c_str(), kind)) throw bad_field("/kind", "notInList");
      out.kind = kind;
    } else if (part.name == "title") {
      out.title = std::string(part.content);
      if (!text::valid_utf8(*out.title)) throw bad_field("/title", "notText");
      if (text::code_points(*out.title) > limits::name_longest)
        throw bad_field("/title", "tooLong", {{"limit", std::to_string(limits::name_longest)}});
    } else if (part.name == "versionOf") {
      out.version_of = Uuid::parse(part.content);
      if (!out.version_of) throw bad_field("/versionOf", "unknownDocument");
    }
  }
  return out;
}

PurchaseDocumentList upload(const http::Request& request, db::Session& session, jobs::Runner& runner, const Messages& messages) {
  const auto parts = http::multipart(request);
  http::first_file(parts);  // says so when there is none
  const Beside given = beside(parts);
  const auto files = std::count_if(parts.begin(), parts.end(), [](const http::Part& each) { return !each.file_name.empty(); });
  if (files > 1 && (given.title || given.version_of)) throw bad_field("/files", "oneFileAtATime");
  PurchaseDocumentList out;
  for (const http::Part& part : parts) {
    if (part.file_name.empty()) continue;
    const Uuid id = add_document(
        session, {request.id_param("id"), part.file_name, std::string(part.content), given.kind, given.title, given.version_of},
        request.now);
    out.items.push_back(in_words(document(session, id), messages, request));
  }
  runner.wake();
  return out;
}

DocumentPassageList list_passages(const http::Request& request, db::Session& session, const DocumentPassageQuery& query) {
  const Uuid id = document(session, request.id_param("id")).id;
  DocumentPassageList out;
  for (DocumentPassage& each : passages_of(session, id)) {
    if (query.after && each.position <= *query.after) continue;
    if (out.items.size() == passages_shown) {
      out.next_after = out.items.back().position;
      break;
    }
    out.items.push_back(std::move(each));
  }
  return out;
}

DocumentFindingList list_findings(const http::Request& request, db::Session& session, const DocumentFindingQuery& query) {
  DocumentFindingList out{findings_of(session, document(session, request.id_param("id")).id)};
  std::erase_if(out.items, [&](const DocumentFinding& each) {
    return (query.theme && each.theme != *query.theme) || (query.instrument && each.instrument != *query.instrument) ||
           (query.strength && each.strength != *query.strength);
  });
  return out;
}

const db::Statement original_of_document{"dossier.original_of_document", R"sql(
SELECT d.file_name, d.format, o.content
  FROM dossier.original o
  JOIN dossier.document d ON d.municipality_id = o.municipality_id AND d.id = o.document_id
 WHERE o.document_id = $1
)sql"};

// Never shown in place: what came from outside is only kept as a file.
http::Response original(const http::Request& request, db::Session& session) {
  const auto row = session.query(original_of_document, request.id_param("id"));
  if (row.empty()) throw not_found();
  const std::string_view name = row.text(0, 0);
  http::Response out = http::file("application/octet-stream", name.substr(name.find_last_of("/\\") + 1), db::bytea(row.text(0, 2)));
  out.set("Content-Security-Policy", "sandbox");
  out.set("Cache-Control", "private, no-store");
  return out;
}

http::Response picture(const http::Request& request, db::Session& session, reader::Readers& readers) {
  const auto row = session.query(original_of_document, request.id_param("id"));
  long long page = 0;
  if (row.empty() || row.null(0, 1) || row.text(0, 1) != "pdf" || !text::to_int(request.param("page"), page) || page < 1 ||
      page > limits::document_pages)
    throw not_found();
  return http::later(http::Pool::reading, [&readers, pdf = db::bytea(row.text(0, 2)), page] {
    http::Response response;
    response.content_type = "image/png";
    response.set("Cache-Control", "private, max-age=86400");
    response.body = documents::picture_of(readers, pdf, static_cast<int>(page));
    return response;
  });
}

void add_text_routes(http::Router& router, const Desk& desk) {
  router.get<DocumentPassageList>(
      "/documents/{id}/passages", "purchase.read",
      {"listPassagesOfDocument", "documents", "What stands in a document, with page and headings, a thousand at once"}, list_passages);
  router.get<DocumentFindingList>("/documents/{id}/findings", "purchase.read",
                                  {"listFindingsOfDocument", "documents", "What the scan found in a document, in reading order"},
                                  list_findings);
  router.download<http::None>("/documents/{id}/original", "purchase.read", {"getDocumentOriginal", "documents", "The file as it came in"},
                              "application/octet-stream", original);
  router.download<http::None>(
      "/documents/{id}/pages/{page}", "purchase.read", {"getDocumentPage", "documents", "A page of a PDF as picture"}, "image/png",
      [&desk](const http::Request& request, db::Session& session) { return picture(request, session, desk.readers); });
}

}  // namespace

void add_routes(http::Router& router, const Desk& desk, jobs::Runner& runner, const Messages& messages) {
  router.get<PurchaseDocumentList>(
      "/purchases/{id}/documents", "purchase.read",
      {"listPurchaseDocuments", "documents", "The documents of a purchase with their versions, or those put away"},
      [&messages](const http::Request& request, db::Session& session, const DocumentsQuery& query) {
        return list_documents(request, session, messages, query.archived.value_or(false));
      });
  router.upload<PurchaseDocumentList>(
      "/purchases/{id}/documents", "purchase.edit",
      {"addPurchaseDocuments", "documents",
       "Files to read: PDF, DOCX, ODT, HTML, text, XLSX, or a zip of them; beside them kind, title, versionOf"},
      [&runner, &messages](const http::Request& request, db::Session& session) { return upload(request, session, runner, messages); });
  router.get<PurchaseDocument>("/documents/{id}", "purchase.read", {"getPurchaseDocument", "documents", "One version of a document"},
                               [&messages](const http::Request& request, db::Session& session) {
                                 return in_words(document(session, request.id_param("id")), messages, request);
                               });
  router.put<PurchaseDocument>("/documents/{id}", "purchase.edit",
                               {"changePurchaseDocument", "documents", "Its title and kind, and of which document it is a version"},
                               [&messages](const http::Request& request, db::Session& session, const PurchaseDocumentInput& in) {
                                 return in_words(change_document(session, request.id_param("id"), in,
                                                                 [&](std::int64_t version) { request.expect_version(version); }),
                                                 messages, request);
                               });
  router.put<http::None>("/documents/{id}/archiving", "purchase.edit", {"archivePurchaseDocument", "documents", "Put a document away"},
                         [](const http::Request& request, db::Session& session) {
                           set_document_archived(session, request.id_param("id"), true, request.now);
                         });
  router.remove("/documents/{id}/archiving", "purchase.edit", {"restorePurchaseDocument", "documents", "Bring a document back"},
                [](const http::Request& request, db::Session& session) {
                  set_document_archived(session, request.id_param("id"), false, request.now);
                });
  router.post<PurchaseDocument>("/documents/{id}/cancellation", "purchase.edit",
                                {"stopReadingDocument", "documents", "Ask to stop reading a document"},
                                [&messages](const http::Request& request, db::Session& session) {
                                  const Uuid id = document(session, request.id_param("id")).id;
                                  stop_reading(session, id, request.now);
                                  return in_words(document(session, id), messages, request);
                                });
  router.post<PurchaseDocument>("/documents/{id}/reading", "purchase.edit",
                                {"readDocumentAgain", "documents", "Read a document of which the reading was stopped or failed"},
                                [&messages, &runner](const http::Request& request, db::Session& session) {
                                  const Uuid id = request.id_param("id");
                                  read_once_more(session, id, request.now);
                                  runner.wake();
                                  return in_words(document(session, id), messages, request);
                                });
  add_text_routes(router, desk);
}

}  // namespace tenzij::dossier
