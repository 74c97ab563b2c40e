// Acts on many rows at once, kept for as long as who did them may take them back.
#include "organisation/store.h"

namespace tenzij::organisation {

namespace {

// The screen offers it for half a minute; a slow line or a reader gets a quarter of an hour.
constexpr std::chrono::minutes may_be_undone{15};

struct Kept {
  json::value before;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(Kept, (), (before, at))

const db::Statement insert_act{"organisation.insert_act", R"sql(
INSERT INTO organisation.act (municipality_id, id, person_id, kind, before, at)
VALUES ($1, $2, $3, $4, $5, $6)
)sql"};

const db::Statement take_act{"organisation.take_act", R"sql(
DELETE FROM organisation.act
 WHERE id = $1
   AND kind = $2
   AND person_id = $3
RETURNING before, at
)sql"};

}  // namespace

Uuid keep_act(db::Session& session, const std::string& kind, const json::value& before, Instant now) {
  const Uuid id = new_id();
  session.query("DELETE FROM organisation.act WHERE person_id = $1 AND at < $2", session.actor().person_id, now - may_be_undone);
  session.query(insert_act, session.actor().municipality_id, id, session.actor().person_id, kind, before, now);
  return id;
}

json::value take_back(db::Session& session, const Uuid& id, const std::string& kind, Instant now) {
  const auto kept = session.find<Kept>(take_act, id, kind, session.actor().person_id);
  if (!kept) throw not_found();
  if (kept->at < now - may_be_undone) throw conflict("tooLateToUndo");
  return kept->before;
}

std::string said_of(const Error& error, const Messages& messages, const std::string& language) {
  if (error.fields().empty()) return messages.say(language, error.code(), error.args());
  return messages.say(language, error.fields().front().code, error.fields().front().args);
}

}  // namespace tenzij::organisation
