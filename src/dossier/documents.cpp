// The documents of a purchase as people see and change them: list, one, its version, put away and back.
#include "dossier/store.h"
#include "platform/base/text.h"

namespace tenzij::dossier {

namespace {

constexpr std::string_view listed_columns = R"sql(
SELECT d.id, d.purchase_id, d.series_id, d.number, d.title, d.kind, d.refusal, d.refusal_args, NULL::text AS reason,
       d.file_name, d.packed_in, d.format, d.size_bytes, d.pages, d.passages, d.hidden, d.unread, d.findings,
       to_jsonb(d.pictures) AS pictures, d.job_id, d.added_name, d.added_at, d.read_at,
       d.archived_at IS NOT NULL AS archived, d.version,
       d.state = 'read' AND d.archived_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM dossier.document n
                          WHERE n.municipality_id = d.municipality_id
                            AND n.series_id = d.series_id
                            AND n.number > d.number
                            AND n.state = 'read'
                            AND n.archived_at IS NULL) AS newest,
       CASE WHEN d.state <> 'waiting' THEN d.state
            WHEN j.state = 'running' THEN 'reading'
            WHEN j.state = 'queued' THEN 'waiting'
            WHEN j.state = 'cancelled' THEN 'cancelled'
            ELSE 'failed'
       END AS state,
       CASE WHEN d.state = 'waiting' THEN coalesce(j.done_count, 0) ELSE 0 END AS done_count,
       CASE WHEN d.state = 'waiting' THEN coalesce(j.total_count, 0) ELSE 0 END AS total_count
  FROM dossier.document d
  LEFT JOIN jobs.job j ON j.municipality_id = d.municipality_id AND j.id = d.job_id
)sql";

const db::Statement documents_of_purchase{"dossier.documents_of_purchase", {listed_columns, R"sql(
 WHERE d.purchase_id = $1
   AND (d.archived_at IS NOT NULL) = $2
 ORDER BY array_position(ARRAY['assignment_letter', 'guide', 'requirements', 'award_model', 'draft_agreement',
                               'answers', 'annex', 'notice', 'other'], d.kind),
       first_value(lower(d.title)) OVER (PARTITION BY d.series_id ORDER BY d.number DESC), d.series_id,
       d.number DESC
)sql"}};

const db::Statement listed_document{"dossier.listed_document", {listed_columns, R"sql(
 WHERE d.id = $1
)sql"}};

std::string name_of_actor(db::Session& session) {
  return session.scalar<std::string>("SELECT name FROM organisation.person WHERE id = platform.current_person()").value_or("Tenzij");
}

NewRow row_of(db::Session& session, const NewDocument& in) {
  if (in.content.empty()) throw bad_field("/files", "emptyFile");
  if (in.content.size() > limits::document_bytes) throw bad_field("/files", "fileTooLarge");
  lock_purchase(session, in.purchase_id);
  NewRow row{in.purchase_id, in.file_name, {}, in.content, in.kind, in.title, in.version_of, true, {}, {}, name_of_actor(session)};
  if (session.actor().person_id != Uuid{}) row.added_by = session.actor().person_id;
  // What is in a zip has names of its own.
  row.by_name = !text::lower_ascii(in.file_name).ends_with(".zip");
  return row;
}

const db::Statement document_to_change{"dossier.document_to_change", R"sql(
SELECT purchase_id, series_id, version
  FROM dossier.document
 WHERE id = $1
   FOR UPDATE
)sql"};

const db::Statement series_of_version{"dossier.series_of_version", R"sql(
SELECT series_id
  FROM dossier.document
 WHERE id = $1
   AND purchase_id = $2
)sql"};

const db::Statement change_document_row{"dossier.change_document", R"sql(
UPDATE dossier.document d
   SET title = $2, kind = $3, series_id = $4,
       number = CASE WHEN series_id = $4 THEN number
                     ELSE (SELECT coalesce(max(n.number), 0) + 1 FROM dossier.document n
                            WHERE n.municipality_id = d.municipality_id AND n.series_id = $4)
                END,
       version = version + 1
 WHERE id = $1
)sql"};

}  // namespace

std::vector<PurchaseDocument> documents_of(db::Session& session, const Uuid& purchase, bool archived) {
  if (session.query("SELECT 1 FROM purchase.purchase WHERE id = $1", purchase).empty()) throw not_found();
  return session.rows<PurchaseDocument>(documents_of_purchase, purchase, archived);
}

PurchaseDocument document(db::Session& session, const Uuid& id) {
  auto out = session.find<PurchaseDocument>(listed_document, id);
  if (!out) throw not_found();
  return *out;
}

Uuid add_document(db::Session& session, const NewDocument& in, Instant now) {
  const Uuid id = insert_row(session, row_of(session, in), now);
  ask_to_read(session, id, in.file_name, now);
  return id;
}

std::vector<Uuid> add_and_read(db::Session& session, const Desk& desk, const NewDocument& in) {
  const Instant now = desk.clock();
  const Uuid id = insert_row(session, row_of(session, in), now);
  return settle(session, id, look_into(desk, in.content, in.file_name, {}), desk.engine.version(), now);
}

PurchaseDocument change_document(db::Session& session, const Uuid& id, const PurchaseDocumentInput& in,
                                 const std::function<void(std::int64_t)>& expect) {
  if (text::trim(in.title).empty()) throw bad_field("/title", "required");
  const auto row = session.query(document_to_change, id);
  if (row.empty()) throw not_found();
  expect(row.get<std::int64_t>(0, 2));
  const Uuid purchase = row.get<Uuid>(0, 0);
  lock_purchase(session, purchase);
  Uuid series = row.get<Uuid>(0, 1);
  if (in.version_of) {
    const auto other = session.scalar<Uuid>(series_of_version, *in.version_of, purchase);
    if (!other) throw bad_field("/versionOf", "unknownDocument");
    series = *other;
  } else if (session.scalar<std::int64_t>("SELECT count(*) FROM dossier.document WHERE series_id = $1", series).value_or(0) > 1) {
    series = new_id();
  }
  session.query(change_document_row, id, std::string(text::trim(in.title)), in.kind, series);
  return document(session, id);
}

const db::Statement archive_document_row{"dossier.archive_document", R"sql(
UPDATE dossier.document
   SET archived_at = $2, version = version + 1
 WHERE id = $1
   AND (archived_at IS NULL) <> ($2::timestamptz IS NULL)
)sql"};

void set_document_archived(db::Session& session, const Uuid& id, bool archived, Instant now) {
  const PurchaseDocument before = document(session, id);
  if (before.archived == archived) return;
  session.query(archive_document_row, id, archived ? std::optional(now) : std::nullopt);
  if (archived && (before.state == DocumentState::waiting || before.state == DocumentState::reading)) stop_reading(session, id, now);
}

const db::Statement stop_document_job{"dossier.stop_document_job", R"sql(
UPDATE jobs.job
   SET cancel_requested = true, state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END,
       ended_at = CASE WHEN state = 'queued' THEN $2::timestamptz ELSE ended_at END
 WHERE state IN ('queued', 'running')
   AND id = (SELECT job_id FROM dossier.document
              WHERE id = $1
                AND state = 'waiting')
)sql"};

void stop_reading(db::Session& session, const Uuid& id, Instant now) { session.query(stop_document_job, id, now); }

void read_once_more(db::Session& session, const Uuid& id, Instant now) {
  const PurchaseDocument before = document(session, id);
  if (before.state != DocumentState::cancelled && before.state != DocumentState::failed) throw conflict("documentNotStopped");
  ask_to_read(session, id, before.file_name, now);
}

}  // namespace tenzij::dossier
