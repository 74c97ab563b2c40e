// What a municipality writes down about an enterprise: talks with a next step. Nobody else reads it.
#include "market/store.h"

namespace tenzij::market {

namespace {

enum class EnterpriseNoteKind { note, talk, visit, meeting };
BOOST_DESCRIBE_ENUM(EnterpriseNoteKind, note, talk, visit, meeting)

struct EnterpriseNoteInput {
  EnterpriseNoteKind kind{};
  Date on_day;
  std::string words;
  std::optional<std::string> next_step;
  std::optional<Date> next_on;
  std::optional<Uuid> owner_id;  // who takes the step
  std::optional<Date> done_on;
};
BOOST_DESCRIBE_STRUCT(EnterpriseNoteInput, (), (kind, on_day, words, next_step, next_on, owner_id, done_on))
struct EnterpriseNote : EnterpriseNoteInput {
  Uuid id;
  std::int64_t version;
  std::optional<std::string> owner;
  std::string person_name;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(EnterpriseNote, (EnterpriseNoteInput), (id, version, owner, person_name, at))
struct EnterpriseNoteList {
  std::vector<EnterpriseNote> items;
};
BOOST_DESCRIBE_STRUCT(EnterpriseNoteList, (), (items))

constexpr std::string_view note_rows = R"sql(
SELECT n.id, n.version, n.kind, n.on_day, n.words, n.next_step, n.next_on, n.owner_id, n.done_on, n.person_name, n.at,
       p.name AS owner
  FROM market.note n
  LEFT JOIN organisation.person p ON p.municipality_id = n.municipality_id AND p.id = n.owner_id
)sql";

const db::Statement note_by_id{"market.note_by_id", {note_rows, R"sql(
 WHERE n.id = $1
)sql"}};

const db::Statement notes_of_enterprise{"market.notes_of_enterprise", {note_rows, R"sql(
 WHERE n.enterprise_id = $1
 ORDER BY n.on_day DESC, n.at DESC, n.id
)sql"}};

EnterpriseNote note_row(db::Session& session, const Uuid& id) {
  auto out = session.find<EnterpriseNote>(note_by_id, id);
  if (!out) throw not_found();
  return *out;
}

EnterpriseNoteInput checked_note(db::Session& session, EnterpriseNoteInput in) {
  std::vector<FieldError> errors;
  in.words = std::string(text::trim(in.words));
  if (in.words.empty()) errors.push_back({"/words", "required"});
  json::check_lengths(in, "", errors);
  if (in.owner_id && session.query("SELECT 1 FROM organisation.person WHERE id = $1", *in.owner_id).empty())
    errors.push_back({"/ownerId", "unknownPerson"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  return in;
}

const db::Statement insert_note{"market.insert_note", R"sql(
INSERT INTO market.note (municipality_id, id, enterprise_id, kind, on_day, words, next_step, next_on, owner_id, done_on,
                         person_name, at)
SELECT platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7, $8, $9, p.name, $10
  FROM organisation.person p
 WHERE p.id = platform.current_person()
)sql"};

const db::Statement update_note{"market.update_note", R"sql(
UPDATE market.note
   SET kind = $2, on_day = $3, words = $4, next_step = $5, next_on = $6, owner_id = $7, done_on = $8,
       version = version + 1
 WHERE id = $1
)sql"};

EnterpriseNote add_note(const http::Request& request, db::Session& session, const EnterpriseNoteInput& given) {
  const Card about = card_of(session, request.id_param("id"));
  const EnterpriseNoteInput in = checked_note(session, given);
  const Uuid id = new_id();
  session.query(insert_note, id, about.id, in.kind, in.on_day, in.words, in.next_step, in.next_on, in.owner_id, in.done_on, request.now);
  return note_row(session, id);
}

EnterpriseNote change_note(const http::Request& request, db::Session& session, const EnterpriseNoteInput& given) {
  const EnterpriseNote before = note_row(session, request.id_param("id"));
  request.expect_version(before.version);
  const EnterpriseNoteInput in = checked_note(session, given);
  session.query(update_note, before.id, in.kind, in.on_day, in.words, in.next_step, in.next_on, in.owner_id, in.done_on);
  return note_row(session, before.id);
}

}  // namespace

void add_note_routes(http::Router& router) {
  router.get<EnterpriseNoteList>("/enterprises/{id}/notes", "market.read",
                                 {"listEnterpriseNotes", "market", "What this municipality wrote down about it, newest first"},
                                 [](const http::Request& request, db::Session& session) {
                                   return EnterpriseNoteList{session.rows<EnterpriseNote>(notes_of_enterprise, request.id_param("id"))};
                                 });
  router.post<EnterpriseNote>("/enterprises/{id}/notes", "market.edit",
                              {"addEnterpriseNote", "market", "A note or a talk, with a next step"}, add_note);
  router.put<EnterpriseNote>("/enterprise-notes/{id}", "market.edit",
                             {"changeEnterpriseNote", "market", "Change a note, or say its step was taken"}, change_note);
  router.remove("/enterprise-notes/{id}", "market.edit", {"removeEnterpriseNote", "market", "Take a note away"},
                [](const http::Request& request, db::Session& session) {
                  if (session.query("DELETE FROM market.note WHERE id = $1", request.id_param("id")).affected() == 0) throw not_found();
                });
}

}  // namespace tenzij::market
