// What the files of this room share; nobody else includes it.
#pragma once

#include "dossier/dossier.h"
#include "platform/documents/several.h"

namespace tenzij::dossier {

// Changes when a reader gives other passages for the same file: documents that an older one read are read again.
inline constexpr int reader_edition = 1;

// A file as it was read, or why it was not.
struct Looked {
  std::string name;     // of a file in a zip; empty: the file itself
  std::string content;  // of a file in a zip
  documents::DocumentText text{};
  Reading reading{};
  std::optional<Error> refused{};
};

// passages.cpp
Reading look_at_found(const documents::FoundDocument& document, const scan::Engine& engine);
// Languages and findings of passages that are known.
void scan_again(Reading& reading, const scan::Engine& engine);

// kept.cpp
struct NewRow {
  Uuid purchase_id;
  std::string file_name;
  std::optional<std::string> packed_in;
  std::string_view content;
  std::optional<DocumentKind> kind;
  std::optional<std::string> title;
  std::optional<Uuid> version_of;
  bool by_name = true;  // without version_of: a version of the document with the same name
  std::optional<Uuid> job_id;
  std::optional<Uuid> added_by;
  std::string added_name;
  std::optional<Uuid> series{};  // that it continues, where that is known
};
// The next version of the document that it is a version of. Its purchase must be locked. Without content no original is kept.
Uuid insert_row(db::Session& session, const NewRow& row, Instant now);
// The series of this purchase that a file with this name continues.
std::optional<Uuid> series_by_name(db::Session& session, const Uuid& purchase, std::string_view file_name);
void lock_purchase(db::Session& session, const Uuid& purchase);  // throws 404
void store_reading(db::Session& session, const Uuid& document, const Looked& looked, const std::string& scan_version, Instant now);
void store_refusal(db::Session& session, const Uuid& document, const Error& why, Instant now);
Reading stored_reading(db::Session& session, const Uuid& document);
// The passages and findings of a document that is read already.
void store_texts(db::Session& session, const Uuid& document, const Reading& reading);

// reading.cpp
// Reads a file and all that is in it; `step` says how far it is.
std::vector<Looked> look_into(const Desk& desk, std::string_view content, std::string_view file_name,
                              const std::function<void(int, int)>& step);
// Keeps what was read of the waiting document; a zip makes place for its documents, which are returned.
std::vector<Uuid> settle(db::Session& session, const Uuid& document, std::vector<Looked>&& looked, const std::string& scan_version,
                         Instant now);
void ask_to_read(db::Session& session, const Uuid& document, const std::string& file_name, Instant now);

// documents.cpp
// `expect` is given the version that is there, and throws when another was seen.
PurchaseDocument change_document(db::Session& session, const Uuid& id, const PurchaseDocumentInput& in,
                                 const std::function<void(std::int64_t)>& expect);
void set_document_archived(db::Session& session, const Uuid& id, bool archived, Instant now);
void stop_reading(db::Session& session, const Uuid& id, Instant now);
// Throws 409 documentNotStopped.
void read_once_more(db::Session& session, const Uuid& id, Instant now);

}  // namespace tenzij::dossier
