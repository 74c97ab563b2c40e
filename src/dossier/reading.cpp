// Reading in jobs: a file in the limited reader, what is found scanned, and both kept in the transaction that ends the job. And the
// same again, when the reader, the lists or the model have changed.
#include "dossier/store.h"
#include "platform/base/text.h"

namespace tenzij::dossier {

namespace {

struct Waiting {
  Uuid purchase_id;
  std::string file_name;
  DocumentKind kind{};
  std::optional<Uuid> added_by;
  std::string added_name;
  std::string state;
};
BOOST_DESCRIBE_STRUCT(Waiting, (), (purchase_id, file_name, kind, added_by, added_name, state))

const db::Statement waiting_document{"dossier.waiting_document", R"sql(
SELECT purchase_id, file_name, kind, added_by, added_name, state
  FROM dossier.document
 WHERE id = $1
)sql"};

Uuid document_of(const json::value& input) { return Uuid::parse(std::string_view(input.at("documentId").as_string())).value_or(Uuid{}); }

std::string content_of(db::Session& session, const Uuid& document) {
  const auto row = session.query("SELECT content FROM dossier.original WHERE document_id = $1", document);
  return row.empty() ? std::string() : db::bytea(row.text(0, 0));
}

// The documents of a zip in its place.
std::vector<Uuid> unpack(db::Session& session, const Uuid& zip, const Waiting& row, std::vector<Looked>&& looked,
                         const std::string& scan_version, Instant now) {
  std::vector<Uuid> out;
  std::set<Uuid> continued;
  lock_purchase(session, row.purchase_id);
  session.query("DELETE FROM dossier.document WHERE id = $1", zip);
  // Which documents they continue is looked up before any of them is there: two files of one name are no versions of each other.
  std::vector<std::optional<Uuid>> series;
  for (const Looked& each : looked) {
    const auto found = series_by_name(session, row.purchase_id, each.name);
    series.push_back(found && continued.insert(*found).second ? found : std::nullopt);
  }
  for (std::size_t i = 0; i < looked.size(); ++i) {
    const Looked& each = looked[i];
    NewRow added{row.purchase_id, each.name, row.file_name, each.content, {}, {}, {}, false, {}, row.added_by, row.added_name};
    added.series = series[i];
    out.push_back(insert_row(session, added, now));
    if (each.refused) store_refusal(session, out.back(), *each.refused, now);
    else store_reading(session, out.back(), each, scan_version, now);
  }
  return out;
}

}  // namespace

std::vector<Looked> look_into(const Desk& desk, std::string_view content, std::string_view file_name,
                              const std::function<void(int, int)>& step) {
  std::vector<Looked> out;
  std::optional<Error> whole;
  documents::DocumentListener listener;
  if (step) listener.on_step = step;
  listener.on_document = [&](const std::string& name, documents::FoundDocument&& found, std::string&& bytes) {
    Looked& each = out.emplace_back(Looked{name, std::move(bytes)});
    each.reading = look_at_found(found, desk.engine);
    each.text = std::move(found.text);
    // Kept as passages.
    each.text.blocks.clear();
    each.text.source.clear();
  };
  listener.on_refused = [&](const std::string& name, const Error& why) {
    if (name.empty()) whole = why;
    else out.push_back({name, {}, {}, {}, why});
  };
  documents::documents_of(desk.readers, content, file_name, listener);
  if (whole) {
    out.clear();
    out.push_back({{}, {}, {}, {}, *whole});
  }
  return out;
}

std::vector<Uuid> settle(db::Session& session, const Uuid& document, std::vector<Looked>&& looked, const std::string& scan_version,
                         Instant now) {
  const auto row = session.find<Waiting>(waiting_document, document);
  if (!row) return {};
  if (looked.empty()) looked.push_back({{}, {}, {}, {}, Error(400, "readerCrashed")});
  if (!looked.front().name.empty()) return unpack(session, document, *row, std::move(looked), scan_version, now);
  if (looked.front().refused) store_refusal(session, document, *looked.front().refused, now);
  else store_reading(session, document, looked.front(), scan_version, now);
  return {document};
}

void ask_to_read(db::Session& session, const Uuid& document, const std::string& file_name, Instant now) {
  const Uuid job = jobs::enqueue(session, read_job, file_name, json::object{{"documentId", document.str()}}, now);
  session.query("UPDATE dossier.document SET job_id = $2 WHERE id = $1", document, job);
}

jobs::Work read_work(const Desk& desk) {
  return [&desk](jobs::Context& context) -> json::value {
    const Uuid id = document_of(context.input);
    std::string content;
    std::optional<Waiting> row;
    {
      db::Session session(context.pool, context.actor);
      row = session.find<Waiting>(waiting_document, id);
      if (row) content = content_of(session, id);
    }
    json::object report{{"documentId", id.str()}, {"read", 0}, {"refused", 0}};
    if (!row || row->state != "waiting") return report;
    report["purchaseId"] = row->purchase_id.str();
    report["fileName"] = row->file_name;
    context.progress.step(0, 1);
    auto looked = look_into(desk, content, row->file_name, [&](int done, int total) { context.progress.step(done, total + 1); });
    content.clear();
    std::int64_t refused = 0;
    std::int64_t findings = 0;
    for (const Looked& each : looked) {
      refused += each.refused ? 1 : 0;
      findings += static_cast<std::int64_t>(each.reading.findings.size());
    }
    report["read"] = static_cast<std::int64_t>(looked.size()) - refused;
    report["refused"] = refused;
    report["findings"] = findings;
    settle(context.result(), id, std::move(looked), desk.engine.version(), desk.clock());
    return report;
  };
}

namespace {

// Read or scanned by something else than what is here now. One at a time: the last one keeps its passages when it cannot be read.
const db::Statement next_old_document{"dossier.next_old_document", R"sql(
SELECT id, file_name, reader
  FROM dossier.document
 WHERE state = 'read'
   AND (scan_version <> $1 OR reader <> $2)
 ORDER BY id
 LIMIT 1
)sql"};

const db::Statement old_documents{"dossier.old_documents", R"sql(
SELECT count(*)
  FROM dossier.document
 WHERE state = 'read'
   AND (scan_version <> $1 OR reader <> $2)
)sql"};

const db::Statement scanned_again{"dossier.scanned_again", R"sql(
UPDATE dossier.document
   SET scan_version = $2, reader = $3
 WHERE id = $1
)sql"};

const db::Statement rescan_waits{"dossier.rescan_waits", R"sql(
SELECT 1
  FROM jobs.job
 WHERE kind = $1
   AND state IN ('queued', 'running')
)sql"};

void renew(db::Session& session, const Desk& desk, const Uuid& id, const std::string& file_name, bool read) {
  if (read) {
    auto looked = look_into(desk, content_of(session, id), file_name, {});
    if (looked.size() == 1 && !looked.front().refused)
      return store_reading(session, id, looked.front(), desk.engine.version(), desk.clock());
  }
  Reading reading = stored_reading(session, id);
  scan_again(reading, desk.engine);
  store_texts(session, id, reading);
  session.query(scanned_again, id, desk.engine.version(), reader_edition);
}

}  // namespace

jobs::Work rescan_work(const Desk& desk) {
  return [&desk](jobs::Context& context) -> json::value {
    const std::int64_t total = context.input.at("documents").to_number<std::int64_t>();
    for (std::int64_t done = 0;; ++done) {
      context.progress.step(std::min(done, total), total);
      db::Session session(context.pool, context.actor);
      const auto row = session.query(next_old_document, desk.engine.version(), reader_edition);
      if (row.empty()) return json::object{{"documents", done}};
      renew(session, desk, row.get<Uuid>(0, 0), std::string(row.text(0, 1)), row.get<int>(0, 2) != reader_edition);
      session.commit();
    }
  };
}

bool enqueue_rescan(db::Session& session, const scan::Engine& engine, Instant now) {
  const auto old = session.scalar<std::int64_t>(old_documents, engine.version(), reader_edition).value_or(0);
  if (old == 0 || !session.query(rescan_waits, std::string(rescan_job)).empty()) return false;
  jobs::enqueue(session, rescan_job, engine.version(), json::object{{"documents", old}}, now);
  return true;
}

}  // namespace tenzij::dossier
