#include "platform/base/files.h"
#include "platform/http/multipart.h"
#include "policy/store.h"

namespace tenzij::policy {

Uuid start_import(const http::Request& request, db::Session& session, jobs::Runner& runner) {
  const Uuid document = request.id_param("id");
  const auto row = session.query("SELECT title, built_in FROM policy.document WHERE id = $1", document);
  if (row.empty()) throw not_found();
  if (!row.null(0, 1)) throw conflict("builtInDocument");
  if (!session.query("SELECT 1 FROM policy.edition WHERE document_id = $1 AND state = 'proposed'", document).empty())
    throw conflict("editionProposed");
  const auto parts = http::multipart(request);
  const http::Part& file = http::first_file(parts);
  if (file.content.size() > limits::document_bytes) throw bad_field("/files", "fileTooLarge");
  const Uuid job =
      jobs::enqueue(session, import_job, std::string(row.text(0, 0)), json::object{{"documentId", document.str()}}, request.now);
  session.query("INSERT INTO policy.upload (municipality_id, job_id, name, content) VALUES ($1, $2, $3, $4)",
                session.actor().municipality_id, job, file.file_name, db::bytes(file.content));
  runner.wake();
  return job;
}

namespace {

json::array to_rows(const std::vector<Passage>& passages, bool current) {
  json::array rows;
  int position = 0;
  for (const Passage& each : passages) {
    json::array words;
    for (const std::string& word : scan::lexemes(each.text))
      if (!word.empty()) words.emplace_back(word);
    rows.push_back(json::object{{"clause_id", each.clause_id.str()},
                                {"position", position++},
                                {"current", current},
                                {"number", each.number},
                                {"kind", boost::describe::enum_to_string(each.kind, "")},
                                {"depth", each.depth},
                                {"heading", json::encode(each.heading)},
                                {"text", each.text},
                                {"page", each.page},
                                {"x", each.box ? json::value(each.box->x) : nullptr},
                                {"y", each.box ? json::value(each.box->y) : nullptr},
                                {"width", each.box ? json::value(each.box->width) : nullptr},
                                {"height", each.box ? json::value(each.box->height) : nullptr},
                                {"themes", json::encode(each.suggested_themes)},
                                {"ambition", each.suggests_ambition},
                                {"change", each.change},
                                {"words", words}});
  }
  return rows;
}

}  // namespace

const db::Statement insert_edition{"policy.insert_edition", R"sql(
INSERT INTO policy.edition (municipality_id, id, document_id, number, state, file_name, format, pages, sha256,
                            imported_by, imported_at)
VALUES ($1, $2, $3,
        (SELECT coalesce(max(number), 0) + 1 FROM policy.edition
          WHERE document_id = $3),
        $4, $5, $6, $7, $8, nullif($9, '00000000-0000-0000-0000-000000000000')::uuid, $10)
)sql"};

const db::Statement insert_clauses{"policy.insert_clauses", R"sql(
INSERT INTO policy.clause (municipality_id, id, document_id)
SELECT $1, r.clause_id, $2
  FROM jsonb_to_recordset($3::jsonb) AS r (clause_id uuid)
ON CONFLICT DO NOTHING
)sql"};

const db::Statement insert_passages{"policy.insert_passages", R"sql(
INSERT INTO policy.passage (municipality_id, edition_id, clause_id, position, current, number, kind, depth,
                            heading, text, page, x, y, width, height, suggested_themes, suggests_ambition,
                            change, search)
SELECT $1, $2, r.clause_id, r.position, r.current, r.number, r.kind, r.depth,
       ARRAY(SELECT jsonb_array_elements_text(r.heading)), r.text, r.page, r.x, r.y, r.width, r.height,
       ARRAY(SELECT jsonb_array_elements_text(r.themes)), r.ambition, r.change,
       array_to_tsvector(ARRAY(SELECT jsonb_array_elements_text(r.words)))
  FROM jsonb_to_recordset($3::jsonb) AS r (clause_id uuid, position int, current boolean, number text,
                                           kind text, depth int, heading jsonb, text text, page int, x real,
                                           y real, width real, height real, themes jsonb, ambition boolean,
                                           change text, words jsonb)
)sql"};

EditionStored store_edition(db::Session& session, const NewEdition& edition, const documents::DocumentText& text,
                            const scan::Engine& engine, Instant now) {
  const Uuid municipality = session.actor().municipality_id;
  // One import of a document at a time.
  if (session.query("SELECT 1 FROM policy.document WHERE id = $1 FOR UPDATE", edition.document_id).empty()) throw not_found();
  const auto current =
      session.scalar<Uuid>("SELECT id FROM policy.edition WHERE document_id = $1 AND state = 'current'", edition.document_id);
  if (!session.query("SELECT 1 FROM policy.edition WHERE document_id = $1 AND state = 'proposed'", edition.document_id).empty())
    throw conflict("editionProposed");
  std::vector<Passage> passages = passages_of(text);
  const std::size_t unread = suggest(passages, engine);
  std::vector<OldPassage> before;
  if (current)
    before =
        session.rows<OldPassage>("SELECT clause_id, number, text FROM policy.passage WHERE edition_id = $1 ORDER BY position", *current);
  match(before, passages);
  if (!current)
    for (Passage& each : passages) each.change = "same";

  EditionStored out{
      new_id(), static_cast<std::int64_t>(passages.size()), 0, text.pages, current.has_value(), static_cast<std::int64_t>(unread)};
  for (const Passage& each : passages) out.suggestions += each.suggests_ambition ? 1 : 0;
  session.query(insert_edition, municipality, out.id, edition.document_id, std::string(current ? "proposed" : "current"), edition.file_name,
                text.format, text.pages, sha256_hex(edition.content), session.actor().person_id.str(), now);
  session.query("INSERT INTO policy.original (municipality_id, edition_id, content) VALUES ($1, $2, $3)", municipality, out.id,
                db::bytes(edition.content));
  const json::value rows = to_rows(passages, !current);
  session.query(insert_clauses, municipality, edition.document_id, rows);
  session.query(insert_passages, municipality, out.id, rows);
  return out;
}

jobs::Work import_work(reader::Readers& readers, const scan::Engine& engine, const Messages& messages, Clock clock) {
  return [&readers, &engine, &messages, clock = std::move(clock)](jobs::Context& context) -> json::value {
    NewEdition edition{Uuid::parse(std::string_view(context.input.at("documentId").as_string())).value_or(Uuid{}), {}, {}};
    {
      db::Session session(context.pool, context.actor);
      const auto row = session.query("SELECT name, content FROM policy.upload WHERE job_id = $1", context.job_id);
      if (row.empty()) throw Error(500, "unknownJob");
      edition.file_name = std::string(row.text(0, 0));
      edition.content = db::bytea(row.text(0, 1));
    }
    json::object report{{"documentId", edition.document_id.str()}, {"fileName", edition.file_name}};
    context.progress.step(1, 3);
    try {
      const documents::DocumentText text = documents::document_of(readers, edition.content, edition.file_name);
      context.progress.step(2, 3);
      db::Session& session = context.result();
      session.savepoint([&] {
        const EditionStored stored = store_edition(session, edition, text, engine, clock());
        report["editionId"] = stored.id.str();
        report["clauses"] = stored.clauses;
        report["suggestions"] = stored.suggestions;
        report["pages"] = stored.pages;
        report["proposed"] = stored.proposed;
        report["unread"] = stored.unread;
        report["hidden"] = std::count_if(text.blocks.begin(), text.blocks.end(), [](const documents::Block& each) { return each.hidden; });
        report["pictures"] = json::encode(text.pictures);
      });
    } catch (const Error& error) {
      // The document stays as it was; what was wrong with the file is told in words.
      report["code"] = error.code();
      report["reason"] = messages.say("nl", error.code(), error.args());
    }
    context.result().query("DELETE FROM policy.upload WHERE job_id = $1", context.job_id);
    return report;
  };
}

namespace {

struct BuiltIn {
  std::string file;
  DocumentKind kind;
};

}  // namespace

void add_built_in(db::Session& session, const std::filesystem::path& folder, reader::Readers& readers, const scan::Engine& engine,
                  Instant now) {
  for (const BuiltIn& each : {BuiltIn{"nationaal-plan-mvi.md", DocumentKind::national_plan},
                              BuiltIn{"manifest-mvoi.md", DocumentKind::manifest}, BuiltIn{"sdgs.md", DocumentKind::other}}) {
    if (!session.query("SELECT 1 FROM policy.document WHERE built_in = $1", each.file).empty()) continue;
    const std::string content = read_file(folder / each.file);
    const auto text = documents::document_of(readers, content, each.file);
    DocumentInput in;
    in.title = text.blocks.front().text;
    in.kind = each.kind;
    in.level = Level::national;
    in.status = Status::adopted_council;
    const Uuid id = add_document(session, in, now);
    session.query("UPDATE policy.document SET built_in = $2 WHERE id = $1", id, each.file);
    store_edition(session, {id, each.file, content}, text, engine, now);
  }
}

}  // namespace tenzij::policy
