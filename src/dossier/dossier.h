// The documents of a purchase: files in, read in the limited reader, kept as original, text and findings together, with the access
// and the retention of the purchase. Tables: db/migrations/0048_dossier.sql; why it is so: docs/decisions/0052.
//
// Pages count from 1, positions from 0; places in a text are in characters (Unicode code points) of the passage's own text; a place
// on a page is in parts of it, from the top left.
#pragma once

#include "platform/documents/foreign.h"
#include "platform/jobs/jobs.h"
#include "purchase/purchase.h"
#include "scan/scan.h"

namespace tenzij::dossier {

// opdrachtbrief, (aanbestedings)leidraad, programma van eisen, gunningsmodel, concept-overeenkomst, nota van inlichtingen, bijlage,
// aankondiging.
enum class DocumentKind { assignment_letter, guide, requirements, award_model, draft_agreement, answers, annex, notice, other };
BOOST_DESCRIBE_ENUM(DocumentKind, assignment_letter, guide, requirements, award_model, draft_agreement, answers, annex, notice, other)

// waiting and reading: its job goes on; cancelled and failed: its job ended without an answer, and it can be sent again; refused:
// `refusal` says why.
enum class DocumentState { waiting, reading, read, refused, cancelled, failed };
BOOST_DESCRIBE_ENUM(DocumentState, waiting, reading, read, refused, cancelled, failed)

struct PurchaseDocumentInput {
  std::string title;
  DocumentKind kind{};
  std::optional<Uuid> version_of;  // any version of the document that this is a version of; none: a document by itself
};
BOOST_DESCRIBE_STRUCT(PurchaseDocumentInput, (), (title, kind, version_of))

struct PurchaseDocument {
  Uuid id;
  Uuid purchase_id;
  Uuid series_id;       // the same for all versions of one document
  int number{};         // of this version in its series, from 1
  bool newest = false;  // the highest number of its series that was read and is not archived
  std::string title;
  DocumentKind kind{};
  DocumentState state{};
  std::optional<std::string> refusal;  // a code of knowledge/messages
  json::value refusal_args;            // the values in that message
  std::optional<std::string> reason;   // the same in words; filled in by the routes
  std::string file_name;
  std::optional<std::string> packed_in;  // the zip it came in
  std::optional<std::string> format;     // pdf, docx, odt, html, markdown, text, sheet
  std::int64_t size_bytes{};
  int pages{};  // 0 where the format knows none
  std::int64_t passages{};
  std::int64_t hidden{};  // passages that nobody sees who looks at the document
  std::int64_t unread{};  // passages in a language that the scan does not know: "niet gelezen"
  std::int64_t findings{};
  std::vector<int> pictures;  // pages that are pictures of text
  std::optional<Uuid> job_id;
  std::int64_t done_count{};   // of its job, while it goes on
  std::int64_t total_count{};  // 0 while unknown
  std::string added_name;
  Instant added_at;
  std::optional<Instant> read_at;
  bool archived = false;
  std::int64_t version{};
};
BOOST_DESCRIBE_STRUCT(PurchaseDocument, (),
                      (id, purchase_id, series_id, number, newest, title, kind, state, refusal, refusal_args, reason, file_name, packed_in,
                       format, size_bytes, pages, passages, hidden, unread, findings, pictures, job_id, done_count, total_count, added_name,
                       added_at, read_at, archived, version))

struct DocumentPassage {
  int position{};
  documents::BlockKind kind = documents::BlockKind::paragraph;
  int depth{};
  std::string label;                 // "2.3", "a." as the reader of the document sees it
  std::vector<std::string> heading;  // titles above it, outermost first
  std::string text;
  documents::Origin origin = documents::Origin::text;
  int page{};                         // 0 where there are no pages
  std::optional<documents::Box> box;  // of a PDF
  std::string sheet;                  // of a spreadsheet
  int line{};                         // row of that sheet, or line of a plain text; 0: unknown
  bool hidden = false;                // nobody sees it who looks at the document: read, and no demand
  std::string language = "nl";        // nl, en; other: "niet gelezen"
};
BOOST_DESCRIBE_STRUCT(DocumentPassage, (), (position, kind, depth, label, heading, text, origin, page, box, sheet, line, hidden, language))

// A finding of the scan, with where it stands; start, end and terms count in the text of its passage.
struct DocumentFinding : scan::Finding {
  Uuid document_id;
  int position{};
  int passage{};  // position of the passage
  int page{};
  std::vector<std::string> heading;
};
BOOST_DESCRIBE_STRUCT(DocumentFinding, (scan::Finding), (document_id, position, passage, page, heading))

// --- pure (passages.cpp) ---------------------------------------------------------------------------------------------

// A document as it is kept.
struct Reading {
  std::vector<DocumentPassage> passages;
  std::vector<DocumentFinding> findings;  // in reading order, without document_id
  std::int64_t hidden = 0;
  std::int64_t unread = 0;
};
// Gives every block its headings and its language, and scans what people see of it as one text.
Reading look_at(const documents::DocumentText& document, const scan::Engine& engine);
// What a file's name says that it is: "PvE v2.docx", "Bijlage 3 - concept overeenkomst.odt".
DocumentKind kind_by_name(std::string_view file_name);
// The name without its ending, its version and its date: what versions of one document have alike.
std::string name_of_series(std::string_view file_name);

// --- operations ----------------------------------------------------------------------------------------------------------

// Who reads, and what with; kept by reference by routes and jobs.
struct Desk {
  reader::Readers& readers;
  const scan::Engine& engine;
  Clock clock;
};

struct NewDocument {
  Uuid purchase_id;
  std::string file_name;
  std::string content;
  std::optional<DocumentKind> kind{};  // none: by its name
  std::optional<std::string> title{};  // none: its name without ending
  std::optional<Uuid> version_of{};    // none: the document of this purchase with the same name, apart from version and date
};
// Keeps the file and asks a job to read it. Throws Error 400 fileTooLarge, emptyFile, 404.
Uuid add_document(db::Session& session, const NewDocument& in, Instant now);
// The same, read at once by who calls: for the demo. A zip gives several.
std::vector<Uuid> add_and_read(db::Session& session, const Desk& desk, const NewDocument& in);

inline constexpr const char* read_job = "dossier.read";
inline constexpr const char* rescan_job = "dossier.rescan";
jobs::Work read_work(const Desk& desk);
// Documents that another edition of the reader read are read again, those that other lists or another model scanned are scanned again.
jobs::Work rescan_work(const Desk& desk);
bool enqueue_rescan(db::Session& session, const scan::Engine& engine, Instant now);

// Without archived ones: newest first within a series, series by kind and title. Throws 404 for a purchase that is not there.
std::vector<PurchaseDocument> documents_of(db::Session& session, const Uuid& purchase, bool archived = false);
PurchaseDocument document(db::Session& session, const Uuid& id);  // throws 404
std::vector<DocumentPassage> passages_of(db::Session& session, const Uuid& document);
std::vector<DocumentFinding> findings_of(db::Session& session, const Uuid& document);

// GET, POST /purchases/{id}/documents; GET, PUT /documents/{id}; PUT, DELETE /documents/{id}/archiving;
// POST /documents/{id}/cancellation; GET /documents/{id}/passages, /findings, /original, /pages/{page}.
// `messages` says why a file was refused.
void add_routes(http::Router& router, const Desk& desk, jobs::Runner& runner, const Messages& messages);

// --- the check (check/) ---------------------------------------------------------------------------------------------------

// The documents of a purchase beside what it promised, versions beside each other, and what people think of what was found.
// GET /purchases/{id}/document-check, POST and DELETE its settlements; GET /document-checks; GET /documents/{id}/comparison;
// GET, POST, DELETE /documents/{id}/judgements; GET /finding-judgements. `words`: knowledge/dossier. The rest lives as long as the router.
void add_check_routes(http::Router& router, const scan::Engine& engine, const purchase::Knowledge& knowledge,
                      const std::filesystem::path& words, const Messages& messages);

}  // namespace tenzij::dossier
